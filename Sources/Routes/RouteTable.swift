/// How many channels go from where to where: counts without names.
///
/// Networks whose shuffles have equal tables are the same up to names (R1, R3, R4).
package struct RouteTable: Hashable, Sendable {
  /// The counts, row by row; all rows have one length.
  package let counts: [[Int]]

  /// Takes the counts.
  package init(_ counts: [[Int]]) {
    precondition(Set(counts.map(\.count)).count <= 1, "the rows of a table have one length")
    self.counts = counts
  }

  /// The number of all channels.
  package var total: Int { counts.reduce(0) { $0 + $1.reduce(0, +) } }

  /// rho, the number of channels to re-route, up to names: half of the sum of |T_ab - T'_ab| (R2).
  ///
  /// Both tables are those of one place, so that their shapes and line sums are equal.
  package func distance(to other: RouteTable) -> Int {
    precondition(counts.map(\.count) == other.counts.map(\.count), "the tables have one shape")
    let both = zip(counts.joined(), other.counts.joined())
    return both.reduce(0) { $0 + abs($1.0 - $1.1) } / 2
  }

  /// The table with rows and columns exchanged.
  package var transposed: RouteTable {
    RouteTable((counts.first ?? []).indices.map { column in counts.map { $0[column] } })
  }
}

/// As JSON a table is the list of its rows.
extension RouteTable: Codable {
  package init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    let counts = try container.decode([[Int]].self)
    guard Set(counts.map(\.count)).count <= 1 else {
      throw DecodingError.dataCorruptedError(
        in: container, debugDescription: "the rows of a table have one length")
    }
    self.counts = counts
  }

  package func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(counts)
  }
}

extension RouteTable: CustomStringConvertible {
  /// The rows, such as `(7,7,6) (7,6,7) (6,7,7)`.
  package var description: String {
    counts.map { "(" + $0.map(String.init).joined(separator: ",") + ")" }.joined(separator: " ")
  }
}
