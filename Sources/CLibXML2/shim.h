// libxml2 may be built with ICU, whose headers would clash with Foundation's own copy of ICU. Only the tail of a struct
// that we never make or read (xmlCharEncodingHandler) depends on it.
#include <libxml/xmlversion.h>
#undef LIBXML_ICU_ENABLED
#include <libxml/HTMLparser.h>
