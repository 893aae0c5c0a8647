import Foundation

/// The Box-Muller transform of two uniforms, `u` in (0, 1] and `v` in [0, 1).
func boxMuller(_ u: Double, _ v: Double) -> Double {
  (-2 * log(u)).squareRoot() * cos(2 * Double.pi * v)
}
