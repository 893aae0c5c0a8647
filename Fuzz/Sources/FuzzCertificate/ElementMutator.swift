import RandomStreams

/// Mutates JSON by whole values: libFuzzer's own mutations, which know bytes only, seldom leave an
/// array with one element more that is still JSON.
@_cdecl("LLVMFuzzerCustomMutator")
public func mutate(
  _ data: UnsafeMutablePointer<UInt8>, _ size: Int, _ limit: Int, _ seed: UInt32
) -> Int {
  var stream = RandomStream(seed: UInt64(seed))
  let bytes = Array(UnsafeBufferPointer(start: data, count: size))
  let values = valueRanges(in: bytes)
  guard !values.isEmpty, Int.random(in: 0..<4, using: &stream) > 0 else {
    return mutateBytes(data, size, limit)
  }
  let place = values[Int.random(in: values.indices, using: &stream)]
  let other = bytes[values[Int.random(in: values.indices, using: &stream)]]
  var result = bytes
  switch Int.random(in: 0..<4, using: &stream) {
  case 0: result.replaceSubrange(place, with: other)
  case 1: result.insert(contentsOf: other + [UInt8(ascii: ",")], at: place.lowerBound)
  case 2: result.insert(contentsOf: bytes[place] + [UInt8(ascii: ",")], at: place.lowerBound)
  default:
    let isFollowed = place.upperBound < bytes.count && bytes[place.upperBound] == UInt8(ascii: ",")
    result.removeSubrange(place.lowerBound..<(place.upperBound + (isFollowed ? 1 : 0)))
  }
  guard result.count <= limit else { return mutateBytes(data, size, limit) }
  for (k, byte) in result.enumerated() { data[k] = byte }
  return result.count
}

/// libFuzzer's own mutation of `size` bytes to at most `limit`; returns how many there are then.
@_silgen_name("LLVMFuzzerMutate")
private func mutateBytes(_ data: UnsafeMutablePointer<UInt8>, _ size: Int, _ limit: Int) -> Int

/// Where the values and keys of a JSON text stand, as far as it is one.
private func valueRanges(in bytes: [UInt8]) -> [Range<Int>] {
  var (ranges, open) = ([Range<Int>](), [Int]())
  var k = 0
  while k < bytes.count {
    let start = k
    k += 1
    switch bytes[start] {
    case UInt8(ascii: "["), UInt8(ascii: "{"): open.append(start)
    case UInt8(ascii: "]"), UInt8(ascii: "}"):
      if let start = open.popLast() { ranges.append(start..<k) }
    case UInt8(ascii: "\""):
      while k < bytes.count, bytes[k] != UInt8(ascii: "\"") {
        k += bytes[k] == UInt8(ascii: "\\") ? 2 : 1
      }
      k = min(k + 1, bytes.count)
      ranges.append(start..<k)
    case UInt8(ascii: ","), UInt8(ascii: ":"), UInt8(ascii: " "), UInt8(ascii: "\n"): break
    default:
      while k < bytes.count, !Array(",:]} \n".utf8).contains(bytes[k]) { k += 1 }
      ranges.append(start..<k)
    }
  }
  return ranges
}
