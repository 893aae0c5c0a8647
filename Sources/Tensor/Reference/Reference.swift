/// Plain loops in Double for every kernel, straight from the definitions.
///
/// They are slow and are meant to be obviously right: the float32 kernels are held against them
/// within proved bounds (`ErrorBound`), and their gradients against difference quotients.
package enum Reference {}
