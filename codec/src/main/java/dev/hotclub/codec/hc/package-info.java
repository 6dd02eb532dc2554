/// Hotclub's own recording: every sample with its time, small enough to keep.
///
/// ```
/// file    = "HOTCLUB\1", { block }
/// block   = payload length (u32), CRC-32 of the payload (u32), payload       little-endian
/// payload = records, deflated (zlib); at most 1 MiB when inflated
/// record  = head (varint), body
/// head    = thread index << 2 | 0     like the thread's last sample, one period later:  time
///         | thread index << 2 | 1     like it, on another stack:                        time, stack, [length]
///         | thread index << 2 | 2     any sample:     time, stack, activity, flags, [tags], [length]
///         | record type  << 2 | 3     one of the types below
/// time    = zigzag varint, microseconds from one period after the thread's last start
/// stack   = varint: node of the call trie, 0 for the empty stack
/// flags   = 1 holds the GIL | 2 approximate | 4 has a length of its own | 8 has tags
/// length  = varint, microseconds; without it a sample stands for one period
///
/// types   = 0 session   start s, start ns, rate, reader, producer
///         | 1 process   pid, parent, count, count texts, python
///         | 2 thread    pid, native id, Python id, name             the next thread index, if the id is a new one
///         | 3 string    bytes: the next string number, from 0
///         | 4 frame     function, file, short file (strings), first line, line, end line, column + 1, end column + 1
///         | 5 node      parent node, frame: the next node number, from 1; the parent is the caller
///         | 6 activity  kind, wait kind and detail (strings): the next activity number, from 0
///         | 7 tags      count, count × (key, value) strings: the next tags number, from 0
///         | 8 outcome   µs, exact, approximate, lost, late, cut, held ns, CPU ns, kernel CPU ns, why
///         | 9 forget    dictionaries begin again at their first numbers; threads stay
/// ```
///
/// A run of equal stacks costs two or three bytes a sample before deflation. A block is written
/// every second or 64 KiB, whichever comes first, and stands on what came before it alone, so a
/// file that was cut anywhere is good up to its last whole block. Times have a resolution of one
/// microsecond. Numbers are unsigned varints, seven bits a byte, least significant first; texts are
/// a varint length and UTF-8.
@org.jspecify.annotations.NullMarked
package dev.hotclub.codec.hc;
