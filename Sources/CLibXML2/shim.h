#include <libxml/xmlversion.h>
// Foundation brings an ICU of its own; with ICU's headers in libxml2's too, a file that sees both does not compile.
#undef LIBXML_ICU_ENABLED
#include <libxml/HTMLparser.h>
