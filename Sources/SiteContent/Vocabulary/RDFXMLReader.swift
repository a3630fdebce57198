import CLibXML2
import Glibc

/// Reads the statements of an RDF/XML document with libxml2, as far as vocabularies use the notation.
///
/// No network, no entities of the document's own, no huge documents: libxml2's limits hold.
///
/// Source: RDF 1.1 XML Syntax, W3C Recommendation, 25 February 2014.
struct RDFXMLReader {
  private static let rdf = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
  private static let depthLimit = 64
  private var statements: [RDFStatement] = []
  private var blankCount = 0

  /// The statements of a document.
  static func statements(in bytes: [UInt8], path: String) throws(VocabularyError) -> [RDFStatement] {
    guard !declaresNestedEntities(bytes) else {
      throw VocabularyError(
        path: path, line: nil, message: "the document declares entities that hold others or files. Expand them first.")
    }
    let options = Int32(XML_PARSE_NONET.rawValue | XML_PARSE_NOERROR.rawValue | XML_PARSE_NOWARNING.rawValue)
    // SAFETY: libxml2 copies the bytes while it parses; the document is freed once, when all has been read.
    let document = bytes.withUnsafeBytes {
      xmlReadMemory($0.bindMemory(to: CChar.self).baseAddress, Int32(clamping: $0.count), nil, nil, options)
    }
    guard let document else {
      throw VocabularyError(
        path: path, line: xmlGetLastError().map { Int($0.pointee.line) }, message: "this is no well-formed XML.")
    }
    defer { xmlFreeDoc(document) }
    var reader = RDFXMLReader()
    guard let root = xmlDocGetRootElement(document) else { return [] }
    if name(root) == rdf + "RDF" {
      for element in elements(root) { _ = reader.resource(element, depth: 0) }
    } else {
      _ = reader.resource(root, depth: 0)
    }
    return reader.statements
  }

  /// Whether an entity names another one, which can grow without end, or a file.
  private static func declaresNestedEntities(_ bytes: [UInt8]) -> Bool {
    let mark = Array("<!ENTITY".utf8)
    var start = 0
    while let range = bytes[start...].firstRange(of: mark) {
      let end = bytes[range.upperBound...].firstIndex(of: Byte.greater) ?? bytes.count
      let declaration = String(decoding: bytes[range.upperBound..<end], as: UTF8.self)
      if declaration.contains("&") || declaration.contains("%") || declaration.contains("SYSTEM")
        || declaration.contains("PUBLIC")
      {
        return true
      }
      start = end
    }
    return false
  }

  /// Reads what an element says of the thing it stands for.
  ///
  /// - Returns: The address of the thing.
  private mutating func resource(_ element: xmlNodePtr, depth: Int) -> String {
    blankCount += 1
    let subject =
      Self.attribute(element, "about") ?? Self.attribute(element, "ID").map { "#" + $0 } ?? "_:\(blankCount)"
    guard depth < Self.depthLimit else { return subject }
    for property in Self.elements(element) {
      let predicate = Self.name(property)
      if let target = Self.attribute(property, "resource") {
        statements.append(RDFStatement(subject: subject, predicate: predicate, object: .resource(target)))
      } else if let inner = Self.elements(property).first {
        let target = resource(inner, depth: depth + 1)
        statements.append(RDFStatement(subject: subject, predicate: predicate, object: .resource(target)))
      } else {
        let language = xmlNodeGetLang(property).map(Self.taken)
        let text = xmlNodeGetContent(property).map(Self.taken) ?? ""
        statements.append(
          RDFStatement(subject: subject, predicate: predicate, object: .text(text, language: language)))
      }
    }
    return subject
  }

  /// The address of an element's name.
  private static func name(_ element: xmlNodePtr) -> String {
    let space = element.pointee.ns.flatMap { $0.pointee.href }.map { String(cString: $0) } ?? ""
    return space + String(cString: element.pointee.name)
  }

  private static func attribute(_ element: xmlNodePtr, _ name: String) -> String? {
    xmlGetNsProp(element, name, rdf).map(taken)
  }

  private static func elements(_ parent: xmlNodePtr) -> [xmlNodePtr] {
    var result: [xmlNodePtr] = []
    var next = parent.pointee.children
    while let node = next {
      if node.pointee.type == XML_ELEMENT_NODE { result.append(node) }
      next = node.pointee.next
    }
    return result
  }

  /// A text that libxml2 hands over, which is freed here.
  private static func taken(_ text: UnsafeMutablePointer<xmlChar>) -> String {
    // libxml2 takes memory with malloc unless a program says otherwise, which this one does not.
    defer { free(text) }
    return String(cString: text)
  }
}
