/// The time of one operation, measured once.
struct Sample: Equatable {
  /// The name under which this program's samples go.
  static let own = "autoshuffle"

  /// Who did it.
  var program: String
  /// What was done.
  var benchmark: String
  /// Seconds that passed.
  var wall: Double
  /// Seconds of processor time.
  var processor: Double
  /// The result, the same text for everyone who computes the same.
  var result: String

  /// One line, fields separated by tabs; peers write the same.
  var line: String {
    ["sample", program, benchmark, "\(wall)", "\(processor)", result].joined(separator: "\t")
  }
}

extension Sample {
  /// Reads a line; nil if it is not a sample.
  init?(line: String) {
    let fields = line.split(separator: Character("\t"), omittingEmptySubsequences: false).map(
      String.init)
    guard fields.count == 6, fields[0] == "sample", let wall = Double(fields[3]),
      let processor = Double(fields[4])
    else { return nil }
    self.init(
      program: fields[1], benchmark: fields[2], wall: wall, processor: processor,
      result: fields[5])
  }
}
