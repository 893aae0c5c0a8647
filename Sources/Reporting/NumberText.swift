/// Numbers as reports write them.
package enum NumberText {
  /// A percentage with two places.
  package static func percent(_ fraction: Double) -> String {
    fixed(100 * fraction, 2) + " %"
  }

  /// A number with so many places after the point.
  package static func fixed(_ value: Double, _ places: Int) -> String {
    guard value.isFinite, value.magnitude < 1e15 else { return "\(value)" }
    var scale = 1.0
    for _ in 0..<places { scale *= 10 }
    let scaled = (value.magnitude * scale).rounded()
    let whole = Int(scaled / scale)
    let sign = value < 0 && scaled > 0 ? "-" : ""
    guard places > 0 else { return sign + String(whole) }
    let rest = String(Int(scaled - Double(whole) * scale))
    return sign + "\(whole)." + String(repeating: "0", count: max(0, places - rest.count)) + rest
  }
}
