/// What is typed after the command's name.
///
/// ```
/// line    = { option | operand } [ "--" { operand } ]
/// option  = "-" { flag } [ letter [ "=" ] value ]     -sg  -p4711  -p 4711  -p=4711
///         | "--" name [ ( "=" | " " ) value ]          --pid 4711  --pid=4711
/// ```
///
/// One table of [dev.hotclub.cli.args.Option] per command is parsed, printed as help and completed
/// by shells, so the three cannot disagree.
@org.jspecify.annotations.NullMarked
package dev.hotclub.cli.args;
