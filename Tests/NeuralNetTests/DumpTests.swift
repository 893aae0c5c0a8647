import Foundation
import Tensor
import Testing
@testable import NeuralNet
@Suite struct DumpTests {
  @Test func dump() throws {
    guard let path = ProcessInfo.processInfo.environment["ASN_DUMP"] else { return }
    var text = ""
    for (a, s) in [(Architecture.v2(width: .half), ShuffleKind.fixed), (.v2(width: .one), .learned), (.v1(groups: 3), .fixed), (.v1(groups: 8), .learned)] {
      let f = try NetworkFixture(a, s, images: 5, size: 13)
      let r = f.step()
      text += "\(a) \(s) logits \(r.logits.map{String($0)}.joined(separator: " "))\n"
      for (p, g) in zip(f.network.parameters, r.gradients) {
        text += "\(a) \(s) \(p.name) \(g.prefix(6).map{String($0)}.joined(separator: " ")) \(g.reduce(0.0){$0+Double($1)*Double($1)}.squareRoot())\n"
      }
      for b in f.network.buffers { text += "\(a) \(s) \(b.name) \(b.tensor.values.prefix(6).map{String($0)}.joined(separator: " ")) 0\n" }
      text += "\(a) \(s) eval \(f.network.inference().logits(f.images).values.map{String($0)}.joined(separator: " "))\n"
    }
    try text.write(toFile: path, atomically: true, encoding: .utf8)
  }
}
