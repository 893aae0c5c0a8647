import Foundation
import TestSupport
import Testing

/// Bad input is answered with one sentence on standard error and an exit code, never a crash.
@Suite struct BadInputTests {
  /// Runs the program and checks that it says exactly one line, with these parts, and nothing else.
  private func expectFailure(
    _ arguments: [String], code: Int32, says parts: [String],
    sourceLocation: SourceLocation = #_sourceLocation
  ) throws {
    let outcome = try Program.run(arguments)
    #expect(outcome.code == code, "\(outcome.errors)", sourceLocation: sourceLocation)
    #expect(outcome.output == "", sourceLocation: sourceLocation)
    // A sentence: a capital first, a full stop last.
    #expect(
      outcome.errors.wholeMatch(of: /autoshuffle: [A-Z-].*[.]\n/) != nil, "\(outcome.errors)",
      sourceLocation: sourceLocation)
    #expect(
      outcome.errors.split(separator: "\n").count == 1, "\(outcome.errors)",
      sourceLocation: sourceLocation)
    for part in parts {
      #expect(
        outcome.errors.contains(part), "\(outcome.errors)", sourceLocation: sourceLocation)
    }
  }

  @Test(arguments: ["certify", "penalty", "round", "check"])
  func aMissingFile(command: String) throws {
    let folder = try TemporaryFolder()
    try expectFailure([command, folder.path("no.csv")], code: 66, says: [folder.path("no.csv")])
  }

  @Test(arguments: [
    ("1,0,0\n0,1,0\n", "the matrix is 2 x 3; a square one is needed"),
    ("1,0\n0,one\n", "line 2, column 2: \"one\" is not a number"),
    ("1,0\n0\n", "line 2 has 1 entry, the first row has 2"),
    ("1,0\n0,1,0\n", "line 2 has 3 entries, the first row has 2"),
    ("1,0\n0,nan\n", "line 2, column 2"),
    ("1,1/0\n0,1\n", "line 1, column 2: \"1/0\" divides by zero"),
    ("", "the file holds no matrix"),
  ])
  func aBadTextMatrix(text: String, problem: String) throws {
    let folder = try TemporaryFolder()
    let path = try folder.write(text, to: "bad.csv")
    for command in ["certify", "penalty", "round"] {
      try expectFailure([command, path, "--json"], code: 65, says: [path, problem])
    }
  }

  @Test func aNpyMatrixWithNaN() throws {
    let folder = try TemporaryFolder()
    let header = "{'descr': '<f4', 'fortran_order': False, 'shape': (2, 2), }\n"
    var data = Data([0x93]) + Data("NUMPY".utf8) + Data([1, 0, UInt8(header.utf8.count), 0])
    data += Data(header.utf8)
    for value in [1, 0, Float.nan, 1] {
      withUnsafeBytes(of: value.bitPattern.littleEndian) { data += Data($0) }
    }
    let path = try folder.write(data, to: "nan.npy")
    try expectFailure(["certify", path], code: 65, says: [path, "row 2, column 1 is nan"])
  }

  /// A safetensors file with this header and `count` zero bytes after it.
  private func tensors(_ header: String, _ count: Int) -> Data {
    Data([UInt8(header.utf8.count), 0, 0, 0, 0, 0, 0, 0]) + Data(header.utf8) + Data(count: count)
  }

  @Test func aBadFileOfTensors() throws {
    let folder = try TemporaryFolder()
    func entry(_ name: String, _ type: String, _ begin: Int, _ end: Int) -> String {
      #""\#(name)":{"dtype":"\#(type)","shape":[1,1],"data_offsets":[\#(begin),\#(end)]}"#
    }
    let (a, b) = (entry("a", "F32", 0, 4), entry("b", "F32", 4, 8))
    let path = try folder.write(tensors("{\(a),\(b)}", 8), to: "two.safetensors")
    for command in ["penalty", "round"] {
      try expectFailure(
        [command, path], code: 64,
        says: [path, #"the file has 2 square tensors; choose one with --tensor: "a", "b"."#])
      try expectFailure(
        [command, path, "--tensor", "c"], code: 64,
        says: [path, #"there is no tensor "c"; the square ones are "a", "b"."#])
    }
    for command in ["certify", "penalty", "round"] {
      let none = try folder.write(tensors("{}", 0), to: "none.safetensors")
      try expectFailure([command, none], code: 65, says: [none, "the file has 0 tensors"])
      let whole = try folder.write(
        tensors("{\(entry("a", "I64", 0, 8))}", 8), to: "whole.safetensors")
      try expectFailure(
        [command, whole], code: 65, says: [whole, #"tensor "a": its entries have type I64"#])
      let cut = try folder.write(tensors("{\(a)}", 3), to: "cut.safetensors")
      try expectFailure(
        [command, cut], code: 65,
        says: [cut, #"tensor "a": its data end at byte 4, the file has 3 of them"#])
      let missing = folder.path("no.safetensors")
      try expectFailure([command, missing, "--tensor", "a"], code: 66, says: [missing])
    }
  }

  /// One tensor with a NaN, and no tensor is certified.
  @Test func aTensorWithNaN() throws {
    let folder = try TemporaryFolder()
    let header =
      #"{"a":{"dtype":"F32","shape":[1,1],"data_offsets":[0,4]},"#
      + #""b":{"dtype":"F16","shape":[2,2],"data_offsets":[4,12]}}"#
    var data = tensors(header, 12)
    data.replaceSubrange((data.count - 4)..<data.count, with: [0, 0x7e, 0, 0x7e])
    let path = try folder.write(data, to: "nan.safetensors")
    let problem = #"tensor "b": row 2, column 1 is nan; every entry must be a finite number."#
    try expectFailure(["certify", path], code: 65, says: [path, problem])
    try expectFailure(["penalty", path, "--tensor", "b"], code: 65, says: [path, problem])
    #expect(try Program.run("certify", path, "--tensor", "a").code == 0)
  }

  @Test func aFileThatIsNoMatrixOrCertificate() throws {
    let folder = try TemporaryFolder()
    let picture = try folder.write("x", to: "matrix.png")
    try expectFailure(["certify", picture], code: 65, says: [".csv", ".npy", ".safetensors"])
    let other = try folder.write("{\"schema\": 1}", to: "other.json")
    try expectFailure(["check", other], code: 65, says: ["autoshuffle.certificate/2"])
  }

  @Test func badImages() throws {
    let folder = try TinyImages.folder()
    for command in [["data", "inspect", folder.url.path], trainOn(folder.url.path)] {
      try TinyImages.write([1, 2], to: "data_batch_3.bin", in: folder, dropping: 5)
      try expectFailure(command, code: 65, says: ["data_batch_3.bin", "6141", "3073"])
      try TinyImages.write([1, 17], to: "data_batch_3.bin", in: folder)
      try expectFailure(command, code: 65, says: ["data_batch_3.bin", "record 1", "label 17"])
      try FileManager.default.removeItem(atPath: folder.path("data_batch_3.bin"))
      try expectFailure(command, code: 66, says: ["data_batch_3.bin"])
    }
    try expectFailure(["data", "inspect", folder.path("none")], code: 66, says: ["none"])
  }

  private func trainOn(_ folder: String) -> [String] {
    ["train", "--dry-run", "--batch-size", "4", "--data", folder]
  }

  @Test func wrongUse() throws {
    try expectFailure(["verify", "T99"], code: 64, says: ["T99", "T2-lower"])
    try expectFailure(["fuzz", "T99"], code: 64, says: ["T99"])
    try expectFailure(["fuzz", "--replay", "1:T4:%%%"], code: 64, says: [])
    let folder = try TinyImages.folder()
    try expectFailure(
      trainOn(folder.url.path) + ["--groups", "3", "--model", "shufflenet-v2"], code: 64,
      says: ["--groups"])
    try expectFailure(
      trainOn(folder.url.path) + ["--epochs", "0"], code: 64,
      says: ["epochs", "must be 1...1000000"])
    try expectFailure(
      ["train", "--config", folder.path("no.toml"), "--data", folder.url.path], code: 66,
      says: ["no.toml"])
    let config = try folder.write("epoch = 3\n", to: "bad.toml")
    try expectFailure(
      ["train", "--config", config, "--data", folder.url.path], code: 65, says: ["bad.toml"])
    try expectFailure(
      ["evaluate", "--run", folder.path("none"), "--data", folder.url.path], code: 66,
      says: ["none", "autoshuffle train"])
  }

  @Test(arguments: [
    (["--milestones", "3"], "--schedule step"),
    (["--schedule", "cosine", "--cycle-rise", "0.2"], "for --schedule one-cycle"),
    (["--schedule", "step"], "needs --milestones"),
    (["--schedule", "step", "--milestones", "3,x"], "\"x\" is no number"),
    (["--schedule", "step", "--milestones", "24"], "schedule.milestones"),
    (["--warm-up", "24"], "schedule.warmUp"), (["--label-smoothing", "1"], "labelSmoothing"),
  ])
  func aScheduleThatCannotBe(flags: [String], problem: String) throws {
    let folder = try TinyImages.folder()
    try expectFailure(trainOn(folder.url.path) + flags, code: 64, says: [problem])
  }

  @Test(arguments: [
    ("epochs = 3\nseed = -1\n", "seed: it must not be negative."),
    ("epochs = 3.5\n", "epochs must be an integer."), ("epochs =\n", "line 1: a value must be"),
    ("epochs = 3\nepoch = 3\n", "other settings: epoch."),
    // The form of older configurations.
    ("schedule = \"oneCycle\"\n", "schedule must be a table."),
    (
      "[schedule]\nkind = \"steps\"\n", "schedule.kind: \"steps\" is none of constant, cosine, step"
    ),
    ("[schedule]\nkind = \"step\"\n", "schedule.milestones is missing"),
    ("[schedule]\nkind = \"step\"\nmilestones = [1, \"b\"]\n", "schedule.milestones.Index 1"),
    ("[schedule]\nkind = \"cosine\"\nfactor = 0.1\n", "other settings: schedule.factor."),
    ("[schedule]\nkind = \"cosine\"\nwarmup = 1\n", "other settings: schedule.warmup."),
  ])
  func aBadConfiguration(text: String, problem: String) throws {
    let folder = try TinyImages.folder()
    let network = "[network]\nmodel = \"shufflenet-v2\"\nwidth = \"1\"\nshuffle = \"fixed\"\n"
    let config = try folder.write(text + network, to: "bad.toml")
    try expectFailure(
      trainOn(folder.url.path) + ["--config", config], code: 65, says: ["bad.toml", problem])
  }

  /// What the argument parser itself refuses: its own words, with the usage.
  @Test(arguments: [
    ["certify", "x.csv", "--fast"], ["certify"], ["verify", "--sizes", "3...2"],
    ["verify", "--budget=-1"], ["verify", "--count=-1"], ["verify", "--count", "many"],
    ["round", "x.csv", "--method", "x"],
    ["certify", "x.csv", "--tensor", "a"], ["penalty", "x.npy", "--tensor", "a"],
    ["round", "x", "--tensor", "a"], ["certify", "x.safetensors", "--tensor"],
    ["penalty", "x.csv", "--digits=-1"], ["train", "--resume"], ["nonsense"],
    ["train", "--resume", "--out", "x", "--warm-up", "1"],
    ["train", "--resume", "--out", "x", "--no-nesterov"],
    ["fuzz", "--budget", "1", "--cases", "1"], ["regress", "--quick", "--full"],
    ["routes", "x.txt", "--samples", "1000001"],
  ])
  func whatTheParserRefuses(arguments: [String]) throws {
    let outcome = try Program.run(arguments)
    #expect(outcome.code == 64)
    #expect(outcome.output == "")
    #expect(outcome.errors.hasPrefix("Error: "))
    #expect(outcome.errors.contains("Usage: autoshuffle"))
  }
}
