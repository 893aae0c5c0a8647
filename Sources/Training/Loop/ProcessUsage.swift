import Foundation

/// Time and memory that this process has used so far.
package struct ProcessUsage {
  /// Seconds on a clock that never goes back.
  let wallSeconds: Double
  /// Seconds of all processors together, in the process and in the kernel on its behalf.
  let cpuSeconds: Double
  /// The most memory occupied at any time, in MiB.
  package let peakMemoryMiB: Double

  /// Reads the counters.
  package init() {
    var usage = rusage()
    getrusage(RUSAGE_SELF.rawValue, &usage)
    func seconds(_ time: timeval) -> Double {
      Double(time.tv_sec) + Double(time.tv_usec) / 1e6
    }
    wallSeconds = ProcessInfo.processInfo.systemUptime
    cpuSeconds = seconds(usage.ru_utime) + seconds(usage.ru_stime)
    // Linux counts in KiB.
    peakMemoryMiB = Double(usage.ru_maxrss) / 1024
  }

  /// The memory that the process occupies now, in MiB, or 0 where the system does not tell.
  static var residentMiB: Double {
    // The second of the numbers is the resident pages.
    guard let text = try? String(contentsOfFile: "/proc/self/statm", encoding: .utf8),
      let pages = Double(text.split(separator: " ").dropFirst().first ?? "")
    else { return 0 }
    return pages * Double(sysconf(Int32(_SC_PAGESIZE))) / 1_048_576
  }
}
