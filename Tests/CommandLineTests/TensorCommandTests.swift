import Foundation
import TestSupport
import Testing

/// The commands about one matrix, on files of tensors.
@Suite struct TensorCommandTests {
  /// A safetensors file of float32 matrices, made byte by byte.
  private static func file(_ tensors: [(name: String, shape: [Int], values: [Float])]) -> Data {
    var entries: [String] = []
    var data = Data()
    for tensor in tensors {
      let begin = data.count
      for value in tensor.values {
        withUnsafeBytes(of: value.bitPattern.littleEndian) { data += Data($0) }
      }
      entries.append(
        #""\#(tensor.name)":{"dtype":"F32","shape":\#(tensor.shape),"#
          + #""data_offsets":[\#(begin),\#(data.count)]}"#)
    }
    let header = Data("{\(entries.joined(separator: ","))}".utf8)
    let length = Data((0..<8).map { UInt8(truncatingIfNeeded: UInt64(header.count) >> (8 * $0)) })
    return length + header + data
  }

  /// Two square matrices, not in the order of their names, among other tensors.
  private static let two = file([
    ("unit.2/shuffle", [2, 2], [0, 1, 1, 0]), ("bias", [2], [1, 1]),
    (#"first\u001b[2J"#, [2, 2], [0.75, 0.25, 0.25, 0.75]), ("wide", [1, 2], [0, 1]),
    ("none", [0, 0], []),
  ])
  private static let names = ["first\u{1b}[2J", "unit.2/shuffle"]

  private func write(_ data: Data, in folder: TemporaryFolder) throws -> String {
    try folder.write(data, to: "model.safetensors")
  }

  @Test func everySquareTensorIsCertifiedInTheOrderOfTheNames() throws {
    let folder = try TemporaryFolder()
    let path = try write(Self.two, in: folder)
    let outcome = try Program.run("certify", path, "--json")
    #expect(outcome.code == 0, "\(outcome.errors)")
    #expect(outcome.errors == "")
    let object = try outcome.object()
    #expect(Set(object.keys) == ["schema", "certificates"])
    #expect(object["schema"] as? String == "autoshuffle.certificates/1")
    let members = try #require(object["certificates"] as? [[String: Any]])
    #expect(members.map { $0["tensor"] as? String } == Self.names)
    let certificates = try members.map { try #require($0["certificate"] as? [String: Any]) }
    #expect(certificates.allSatisfy { $0["schema"] as? String == "autoshuffle.certificate/2" })
    #expect(certificates[0]["rows"] as? [[String]] == [["3/4", "1/4"], ["1/4", "3/4"]])
    #expect(certificates[1]["rows"] as? [[String]] == [["0", "1"], ["1", "0"]])
  }

  @Test func everyBlockOfTheTextStartsWithTheName() throws {
    let folder = try TemporaryFolder()
    let outcome = try Program.run("certify", try write(Self.two, in: folder))
    #expect(outcome.code == 0, "\(outcome.errors)")
    let blocks = outcome.output.components(separatedBy: "\n\n")
    #expect(blocks.count == 2)
    // The escape character of the name stays a text.
    #expect(blocks[0].hasPrefix("tensor           first\\u{1B}[2J\norder            2\n"))
    #expect(blocks[1].hasPrefix("tensor           unit.2/shuffle\norder            2\n"))
    #expect(blocks.allSatisfy { $0.contains("verdict          holds") })
  }

  /// With --tensor the answer is that of a file with this one matrix.
  @Test(arguments: ["certify", "penalty", "round"])
  func oneTensorIsOneMatrix(command: String) throws {
    let folder = try TemporaryFolder()
    let path = try write(Self.two, in: folder)
    let text = try folder.write("0.75,0.25\n0.25,0.75\n", to: "matrix.csv")
    for options in [[], ["--json"]] {
      let one = try Program.run([command, path, "--tensor", Self.names[0]] + options)
      let expected = try Program.run([command, text] + options)
      #expect(one.output == expected.output)
      #expect(one.code == expected.code)
      #expect(one.errors == "")
    }
  }

  @Test(arguments: ["penalty", "round"])
  func theOnlySquareTensorNeedsNoName(command: String) throws {
    let folder = try TemporaryFolder()
    let path = try write(
      Self.file([("bias", [1], [1]), ("m", [2, 2], [0, 1, 1, 0])]), in: folder)
    let outcome = try Program.run(command, path, "--json")
    #expect(outcome.code == 0, "\(outcome.errors)")
  }

  @Test func checkTakesAllCertificatesAndFindsTheBadOne() throws {
    let folder = try TemporaryFolder()
    let certificates = try Program.run(
      "certify", try write(Self.two, in: folder), "--json"
    ).output
    let good = try folder.write(certificates, to: "good.json")
    let outcome = try Program.run("check", good, "--json")
    #expect(outcome.code == 0)
    let object = try outcome.object()
    #expect(object["schema"] as? String == "autoshuffle.checks/1")
    let checks = try #require(object["checks"] as? [[String: Any]])
    #expect(checks.map { $0["tensor"] as? String } == Self.names)
    #expect(
      checks.map { ($0["check"] as? [String: Any])?["verdict"] as? String } == ["holds", "holds"])
    // The first distance alone is 1: the other matrix is a permutation.
    let changed = certificates.replacingOccurrences(of: #""l1":"1""#, with: #""l1":"2""#)
    #expect(changed != certificates)
    let bad = try Program.run("check", try folder.write(changed, to: "bad.json"))
    #expect(bad.code == 1)
    let lines = bad.output.split(separator: "\n")
    #expect(lines.count == 2)
    #expect(
      lines[0].hasPrefix("tensor first\\u{1B}[2J: the certificate is rejected: distance.l1 "))
    #expect(lines[1].hasPrefix("tensor unit.2/shuffle: the certificate holds: order 2"))
    // A certificate can be cut out and checked alone.
    let member = try #require(
      (try Program.run("certify", folder.path("model.safetensors"), "--json").object())[
        "certificates"] as? [[String: Any]])[1]
    let cut = try JSONSerialization.data(
      withJSONObject: try #require(member["certificate"]), options: [])
    #expect(try Program.run("check", try folder.write(cut, to: "cut.json")).code == 0)
  }

  @Test(arguments: [
    #"{"schema":"autoshuffle.certificates/1","certificates":[]}"#,
    #"{"schema":"autoshuffle.certificates/1","certificates":[{"tensor":"a"}]}"#,
    #"{"schema":"autoshuffle.certificates/1"}"#,
    #"{"certificates":[]}"#, "[]", "",
    "{\"schema\":" + String(repeating: "[", count: 100_000),
    String(repeating: "{\"schema\":", count: 100_000),
  ])
  func whatIsNoCertificateIsRefused(text: String) throws {
    let folder = try TemporaryFolder()
    let outcome = try Program.run("check", try folder.write(text, to: "file.json"))
    #expect(outcome.code == 65)
    #expect(outcome.output == "")
    #expect(outcome.errors.hasPrefix("autoshuffle: The file "))
    #expect(outcome.errors.contains("autoshuffle.certificates/1"))
  }
}
