/// A named, serialisable stream of pseudo-random numbers (SplitMix64).
///
/// One root seed gives any number of independent streams by name, so that adding a consumer never
/// shifts the numbers another one sees. The state is one word; storing it resumes the stream
/// exactly.
///
/// Source: Steele, Lea, Flood, "Fast splittable pseudorandom number generators", OOPSLA 2014,
/// doi 10.1145/2660193.2660195.
package struct RandomStream: RandomNumberGenerator, ChoiceSource, Codable, Equatable, Sendable {
  /// The whole state; a stream rebuilt from it continues where this one stands.
  package var state: UInt64

  /// Starts at `seed`: the first output is SplitMix64's first output for that seed.
  package init(seed: UInt64) {
    state = seed
  }

  /// Starts the stream called `name` of the family that belongs to `root`.
  ///
  /// The name enters through 64-bit FNV-1a, the pair through two rounds of the output function.
  package init(root: UInt64, name: String) {
    var hash = FNV1a()
    hash.add(name)
    var mixer = RandomStream(seed: root)
    let first = mixer.next()
    mixer.state = first ^ hash.value
    state = mixer.next()
  }

  package mutating func next() -> UInt64 {
    state &+= 0x9e37_79b9_7f4a_7c15
    var z = state
    z = (z ^ (z >> 30)) &* 0xbf58_476d_1ce4_e5b9
    z = (z ^ (z >> 27)) &* 0x94d0_49bb_1331_11eb
    return z ^ (z >> 31)
  }

  /// Returns an integer in `0...bound`, the high word of a product; its bias is below 2^-64 times
  /// the number of values, and one number is consumed whatever the bound.
  package mutating func choose(upTo bound: UInt64) -> UInt64 {
    let word = next()
    return bound == .max ? word : word.multipliedFullWidth(by: bound + 1).high
  }

  /// Returns a float in [0, 1), a multiple of 2^-24.
  package mutating func uniform() -> Float {
    Float(next() >> 40) * 0x1p-24
  }

  /// Returns a standard normal deviate (Box-Muller on 53-bit uniforms, one of the pair).
  package mutating func normal() -> Float {
    // 1 - u is in (0, 1], so the logarithm is finite.
    let u = 1 - Double(next() >> 11) * 0x1p-53
    let v = Double(next() >> 11) * 0x1p-53
    return Float(boxMuller(u, v))
  }
}
