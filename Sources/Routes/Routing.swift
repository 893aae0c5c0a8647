/// A shuffle between input groups and output groups: output i takes input `images[i]`.
package struct Routing: Equatable, Sendable {
  /// The input that each output takes, y_i = x_p(i); a permutation.
  package let images: [Int]
  /// The groups A_b of the inputs, within which the layer in front does not mind an order.
  package let inputs: ChannelGroups
  /// The groups B_a of the outputs, within which the layer behind does not mind an order.
  package let outputs: ChannelGroups

  /// Takes a permutation of the channels of both partitions.
  package init(_ images: [Int], from inputs: ChannelGroups, to outputs: ChannelGroups) {
    precondition(
      images.count == inputs.channels && images.count == outputs.channels,
      "a shuffle and its groups have the same channels")
    self.images = images
    self.inputs = inputs
    self.outputs = outputs
  }

  /// T_ab, the number of outputs of group a that take an input of group b (R1).
  package var table: RouteTable {
    var counts = Array(repeating: Array(repeating: 0, count: inputs.count), count: outputs.count)
    for (i, j) in images.enumerated() { counts[outputs.groups[i]][inputs.groups[j]] += 1 }
    return RouteTable(counts)
  }
}
