import Routes
import Tensor

/// New names for the hidden channels of a network, under which it computes with some shuffles what
/// it computed with others of the same tables (R3, R4).
///
/// A name is a place: what belongs to an output channel of a layer, its weights, batch norm and
/// running statistics, moves to the new place, and so do the weights of the layer that reads it.
struct NetworkRelabelling: Sendable {
  /// The new place of each output channel, by the paths of layers.
  private var rows: [String: [Int]] = [:]
  /// The new place of each input channel, by the paths of layers.
  private var columns: [String: [Int]] = [:]

  /// Finds the names that take the permutations `p` of a network's shuffles to `q`, both by the
  /// names of the shuffles.
  ///
  /// Throws unless both have one permutation for each shuffle and equal tables.
  init(
    of network: TrainableNetwork, from p: [String: [Int]], to q: [String: [Int]]
  ) throws(RouteError) {
    let routes = network.routes
    let (before, after) = (try routes.routings(of: p), try routes.routings(of: q))
    for (index, part) in routes.parts.enumerated() {
      guard before[index].table == after[index].table else { throw .otherTable(part: part.name) }
      let names = before[index].relabelling(to: after[index])
      if part.isStage {
        let next = routes.parts.dropFirst(index + 1).first
        nameStage(part, names, next: next.map { Self.unit(of: $0.shuffles[0]) })
      } else {
        nameUnit(Self.unit(of: part.name) + ".branch.", names)
      }
    }
  }

  /// The channels of a unit of ShuffleNet v1 in front of its shuffle and behind it.
  private mutating func nameUnit(_ branch: String, _ names: Relabelling) {
    for layer in ["conv1", "norm1"] { rows[branch + layer] = names.inputs }
    for layer in ["depthwise", "norm2"] { rows[branch + layer] = names.outputs }
    columns[branch + "conv2"] = names.outputs
  }

  /// The channels that the units of a stage of ShuffleNet v2 make, and in which order the branches,
  /// and the strided unit or the head behind the stage, read them.
  private mutating func nameStage(_ part: RoutePart, _ names: Relabelling, next: String?) {
    let units = part.shuffles.map(Self.unit)
    let makers =
      [[units[0] + ".left.conv", units[0] + ".left.norm2"]]
      + units.map { [$0 + ".branch.conv2", $0 + ".branch.norm3"] }
    for (layers, made) in zip(makers, part.sources.parts(of: names.inputs)) {
      for layer in layers { rows[layer] = made }
    }
    let read = part.readers.parts(of: names.outputs)
    for (unit, places) in zip(units.dropFirst(), read) {
      columns[unit + ".branch.conv1"] = places
    }
    let end = read[units.count - 1]
    guard let next else {
      columns["head.conv"] = end
      return
    }
    for layer in [".left.depthwise", ".left.norm1"] { rows[next + layer] = end }
    for layer in [".left.conv", ".branch.conv1"] { columns[next + layer] = end }
  }

  /// The elements of a tensor of the network, its gradient or running statistics, at their new
  /// places; `name` is that of the parameter or buffer.
  func moved(_ tensor: Tensor, named name: String) -> [Float] {
    let layer = name.split(separator: ".").dropLast().joined(separator: ".")
    let (rows, columns) = (rows[layer], columns[layer])
    guard rows != nil || columns != nil else { return tensor.values }
    // [out, in / groups, kh, kw], or [C] of a norm.
    let width = tensor.shape.count > 1 ? tensor.shape[1] : 1
    let area = tensor.columns / width
    let rowsOfGroup = columns.map { tensor.rows / ($0.count / width) } ?? tensor.rows
    let old = tensor.values
    var new = old
    for row in 0..<tensor.rows {
      let group = row / rowsOfGroup * width
      for column in 0..<width {
        let target = columns.map { $0[group + column] - group } ?? column
        let (from, to) = (row * width + column, (rows?[row] ?? row) * width + target)
        for k in 0..<area { new[to * area + k] = old[from * area + k] }
      }
    }
    return new
  }

  /// The unit that a shuffle belongs to.
  private static func unit(of shuffle: String) -> String {
    shuffle.split(separator: ".").dropLast().joined(separator: ".")
  }
}

extension TrainableNetwork {
  /// Returns the network that computes with the index shuffles `q` what this one computes with `p`,
  /// with everything else at its new place; both are given by the names of the shuffles.
  ///
  /// A permutation of `p` takes the place of a learned matrix. All shuffles of the result are
  /// learned ones that are frozen, so that a file keeps their permutations. Throws unless both have
  /// one permutation for each shuffle and equal tables.
  package func relabelled(
    from p: [String: [Int]], to q: [String: [Int]]
  ) throws(RouteError) -> TrainableNetwork {
    let names = try NetworkRelabelling(of: self, from: p, to: q)
    let result = TrainableNetwork(configuration: configuration.withStoredShuffles, seed: 0)
    for shuffle in result.shuffles {
      if let images = q[shuffle.name] { shuffle.freeze(to: images) }
    }
    let (mine, theirs) = (tensors, result.tensors)
    for (name, tensor) in theirs {
      guard let old = mine[name] else { preconditionFailure("both networks have \(name)") }
      tensor.copy(from: Tensor(shape: tensor.shape, values: names.moved(old, named: name)))
    }
    return result
  }

  /// All that is stored of the network beside its index shuffles, by name.
  private var tensors: [String: Tensor] {
    Dictionary(
      parameters.map { ($0.name, $0.value) } + buffers, uniquingKeysWith: { first, _ in first })
  }
}

extension NetworkConfiguration {
  /// The same network with shuffles of which files keep the permutations.
  fileprivate var withStoredShuffles: NetworkConfiguration {
    guard shuffle == .fixed,
      let stored = try? NetworkConfiguration(
        architecture: architecture, shuffle: .learned, classes: classes)
    else { return self }
    return stored
  }
}
