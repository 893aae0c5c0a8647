import Foundation

/// What a process may still allocate.
package enum AddressSpace {
  /// Whether so many bytes more can be had at once, by the limits of the process and the system.
  package static func has(_ bytes: Int) -> Bool {
    guard
      let memory = mmap(
        nil, max(bytes, 1), PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0),
      memory != MAP_FAILED
    else { return false }
    munmap(memory, max(bytes, 1))
    return true
  }
}
