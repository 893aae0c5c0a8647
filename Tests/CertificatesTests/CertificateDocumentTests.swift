import Certificates
import Foundation
import Testing

/// What a file of certificates may look like, and what it may not.
@Suite struct CertificateDocumentTests {
  private static let text = HandMadeCertificates.halfBlock

  private func read(_ text: String) throws -> CertificateDocument {
    try CertificateDocument(parsing: Array(text.utf8))
  }

  /// The text with the first `old` replaced, which it must have.
  private func changed(_ old: String, _ new: String) throws -> String {
    let result = Self.text.replacing(old, with: new, maxReplacements: 1)
    try #require(result != Self.text, "\(old) is not there")
    return result
  }

  /// The sentence with which a text is refused, or nil.
  private func problem(_ text: String) -> String? {
    problem(Array(text.utf8))
  }

  private func problem(_ bytes: [UInt8]) -> String? {
    do {
      _ = try CertificateDocument(parsing: bytes)
      return nil
    } catch {
      return error.clause
    }
  }

  private func collection(_ members: String) -> String {
    #"{"schema": "autoshuffle.certificates/1", "certificates": [\#(members)]}"#
  }

  private func member(_ name: String) -> String {
    #"{"tensor": "\#(name)", "certificate": \#(Self.text)}"#
  }

  /// The same JSON in other words: blanks, the order of the fields, escapes, a line end after it.
  @Test func theSameValueIsTheSameCertificate() throws {
    let first = try read(Self.text)
    let sorted = try JSONSerialization.data(
      withJSONObject: JSONSerialization.jsonObject(with: Data(Self.text.utf8)),
      options: [.sortedKeys])
    #expect(try CertificateDocument(parsing: Array(sorted)) == first)
    let indented = try JSONSerialization.data(
      withJSONObject: JSONSerialization.jsonObject(with: Data(Self.text.utf8)),
      options: [.prettyPrinted])
    #expect(try CertificateDocument(parsing: Array(indented)) == first)
    #expect(try read(" \t\r\n" + Self.text + "\r\n\n") == first)
    #expect(try read(changed("\"rows\"", #""\u0072ows""#)) == first)
    #expect(try read(changed("\"1/2\"", #""\u0031\/2""#)) == first)
  }

  @Test func whatIsWrittenIsRead() throws {
    for (name, _) in HandMadeCertificates.all {
      let certificate = try HandMadeCertificates.certificate(named: name)
      let written = try JSONEncoder().encode(certificate)
      #expect(try CertificateDocument(parsing: Array(written)) == .one(certificate))
    }
  }

  /// Other readers take the last of two values, or the first.
  @Test(arguments: [
    ("{", "{\"rows\": [], ", "the key \"rows\" twice"),
    ("\"lower\"", "\"upper\": \"0\", \"lower\"", "penalty: the key \"upper\" twice"),
    ("\"n\": 2", "\"n\": 2, \"\\u006e\": 2", "the key \"n\" twice"),
    ("{", "{\"comment\": \"x\", ", "an unknown key \"comment\""),
    ("\"l1\"", "\"l2\": \"0\", \"l1\"", "distance: an unknown key \"l2\""),
    ("\"n\": 2,", "", "no \"n\""), ("\"l1\": \"2\",", "", "distance: no \"l1\""),
    ("\"uniqueByOrder\": null,", "", "distance: no \"uniqueByOrder\""),
    ("\"n\": 2", "\"n\": 2.0", "n: a whole number with a point or an exponent"),
    ("\"n\": 2", "\"n\": 2e0", "n: a whole number with a point or an exponent"),
    ("\"n\": 2", "\"n\": +2", "n: a whole number is missing"),
    ("\"n\": 2", "\"n\": 02", "n: a whole number is missing"),
    ("\"n\": 2", "\"n\": \"2\"", "n: a whole number is missing"),
    ("[0, 1]", "[0, -1]", "distance.assignment[1]: a whole number is negative"),
    ("[0, 1]", "[0, 1,]", "distance.assignment[2]: a whole number is missing"),
    ("[\"1/2\", \"1/2\"]", "[\"1/2\", 0.5]", "rows[0][1]: a text in quotes is missing"),
    ("[\"1/2\", \"1/2\"]", "[\"1/2\" \"1/2\"]", "rows[0]: ']' is missing"),
    ("\"n\": 2", "\"n\": 2 /* order */", "'}' is missing"),
    ("\"n\": 2", "'n': 2", "a key in quotes is missing"),
    ("\"nonnegative\": true", "\"nonnegative\": True", "hypotheses.nonnegative: true or false"),
    ("null", "NaN", "distance.uniqueByOrder: '[' is missing"),
    ("\"cost\": \"0\"}", "\"cost\": \"0\",}", "repair: a key in quotes is missing"),
    ("{", "{\"certificates\": [], ", "\"birkhoff\" beside \"certificates\""),
  ])
  func anotherFormIsRefused(old: String, new: String, problem: String) throws {
    let sentence = try #require(self.problem(changed(old, new)), "\(new) is accepted")
    #expect(sentence.hasPrefix(problem))
  }

  @Test func otherTextsAreRefused() {
    #expect(problem("\u{feff}" + Self.text)?.hasPrefix("a byte-order mark") == true)
    #expect(
      problem(Array(Self.text.data(using: .utf16) ?? Data()))?.hasPrefix("a byte-order") == true)
    #expect(problem(Array(Self.text.data(using: .utf16LittleEndian) ?? Data())) != nil)
    #expect(problem(Self.text + "{}")?.hasPrefix("something after the object") == true)
    #expect(problem(Self.text + ",")?.hasPrefix("something after the object") == true)
    for other in ["", "null", "[]", "[\(Self.text)]", "\"\"", "{", "{}", "{]"] {
      #expect(problem(other) != nil, "\(other)")
    }
    var bytes = Array(Self.text.utf8)
    bytes.insert(0xff, at: 4)
    #expect(problem(bytes) != nil)
  }

  /// A value that is nested a million times is refused where it begins.
  @Test func depthIsNoDanger() {
    let deep = String(repeating: "[", count: 1_000_000)
    #expect(problem("{\"rows\": \(deep)")?.hasPrefix("rows[0][0]: a text in quotes") == true)
    #expect(problem(deep) != nil)
  }

  @Test func collectionsAreRead() throws {
    let document = try read(collection(member("a") + "," + member("b")))
    guard case .collection(let members) = document else {
      Issue.record("no collection")
      return
    }
    #expect(members.map(\.tensor) == ["a", "b"])
    // Names that look alike are two names.
    _ = try read(collection(member("\u{e9}") + "," + member("e\u{301}")))
  }

  @Test func collectionsHaveEachNameOnceAndNothingElse() throws {
    #expect(
      problem(collection(member("a") + "," + member("\\u0061")))
        == "two certificates of tensor \"a\"")
    #expect(problem(collection("")) == "no certificate in \"certificates\"")
    #expect(
      problem("{\"certificates\": [\(member("a"))]}")
        == "\"certificates\" in a file that is not autoshuffle.certificates/1")
    let asOne = collection(member("a")).replacing(
      "certificates/1", with: "certificate/2", maxReplacements: 1)
    #expect(
      problem(asOne) == "\"certificates\" in a file that is not autoshuffle.certificates/1")
    let broken = collection(member("a").replacing("\"n\": 2", with: "\"n\": -2"))
    #expect(
      problem(broken)?.hasPrefix("certificates[0].certificate.n: a whole number is neg") == true)
  }
}
