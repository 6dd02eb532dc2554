/// Samples live Python processes over time.
///
/// ```
/// Sampler  = SampleSource, Targets, clock          one run over one or many processes
/// Targets  = { Target }                            processes come and go
/// Target   = PythonProcess, { TrackedThread }
/// ```
///
/// The three sources differ in who copies the stack: `KernelSource` the kernel in its own
/// interrupt, `StopSource` this process while one thread is held for a few microseconds,
/// `LookSource` this process while everything runs.
@org.jspecify.annotations.NullMarked
package dev.hotclub.sampler;
