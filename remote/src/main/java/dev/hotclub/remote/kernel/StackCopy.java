package dev.hotclub.remote.kernel;

import static dev.hotclub.remote.kernel.Condition.ABOVE;
import static dev.hotclub.remote.kernel.Condition.AT_LEAST;
import static dev.hotclub.remote.kernel.Condition.AT_MOST;
import static dev.hotclub.remote.kernel.Condition.BELOW;
import static dev.hotclub.remote.kernel.Condition.EQUAL;
import static dev.hotclub.remote.kernel.Condition.NOT_EQUAL;
import static dev.hotclub.remote.kernel.Register.FP;
import static dev.hotclub.remote.kernel.Register.R0;
import static dev.hotclub.remote.kernel.Register.R1;
import static dev.hotclub.remote.kernel.Register.R2;
import static dev.hotclub.remote.kernel.Register.R3;
import static dev.hotclub.remote.kernel.Register.R4;
import static dev.hotclub.remote.kernel.Register.R5;
import static dev.hotclub.remote.kernel.Register.R6;
import static dev.hotclub.remote.kernel.Register.R7;
import static dev.hotclub.remote.kernel.Register.R8;
import static dev.hotclub.remote.kernel.Register.R9;

import dev.hotclub.remote.kernel.Assembler.Label;
import dev.hotclub.remote.kernel.Assembler.Loops;
import dev.hotclub.remote.memory.SnapshotLayout;
import java.util.Arrays;

/// The part of a program that copies the running thread's stack into the ring.
///
/// 1. The thread's frame pointer, and the list of its data-stack chunks with the used part of each.
/// 2. A record is reserved, of the smallest size that holds them (a record's size must be a
///    constant to the verifier, hence the ladder of sizes).
/// 3. The chunks are copied whole: no frame is looked at.
/// 4. The chain of frames is followed through the copies; frames that lie elsewhere (generators,
///    frames on the C stack, all frames before CPython 3.11) are copied one by one behind them.
///
/// Bytes go straight from the thread's memory to the ring. The state of the walk lies in a map's
/// value and not in registers: then every turn of a loop looks the same to the verifier.
///
/// Registers: `R6` the record, `R7` the scratch value, `R8` the process's slot, `R9` how far pieces
/// may reach (a constant of the record's size).
final class StackCopy {
  /// The stack slots that a program fills before the copy: thread and process id, as
  /// `bpf_get_current_pid_tgid` gives them.
  static final int IDS = -16;

  static final int TGID = -12;
  static final int KEY = -24;
  static final int THREAD = -32;
  static final int LOOP = -40;

  static final int WALK = 0;
  static final int CHUNK = 8;

  /// Follows `CHUNK` as `datastack_top` follows `datastack_chunk`.
  static final int TOP = 16;

  static final int HEAD = 24;
  static final int TSTATE = 48;
  static final int START = 56;
  static final int COUNT = 64;
  static final int NEED = 72;
  static final int FLAGS = 80;
  static final int END = 88;
  static final int PIECES = 96;
  static final int INDEX = 104;
  static final int SOURCE = 112;
  static final int REMAINING = 120;
  static final int HERE_ADDRESS = 128;
  static final int HERE_USED = 136;
  static final int HERE_POSITION = 144;
  static final int FRAMES = 152;
  static final int OUTSIDE_FROM = 160;
  static final int GIL_LOCKED = 168;
  static final int GIL_HOLDER = 176;
  static final int CHUNKS = 192;

  /// A listed chunk: address, bytes used, position of its bytes in the record.
  static final int CHUNK_ENTRY_SHIFT = 5;

  static final int CHUNK_USED = 8;
  static final int CHUNK_POSITION = 16;

  /// 64 chunks of 16 KB (`DATA_STACK_CHUNK_SIZE` in CPython's `pystate.c`) are 1 MB.
  static final int MOST_CHUNKS = 64;

  static final int SCRATCH_BYTES = CHUNKS + (MOST_CHUNKS << CHUNK_ENTRY_SHIFT);

  /// Record sizes, the ring's own head of 8 bytes included: fine enough that little of the ring is
  /// wasted. The kernel touches only what is used.
  private static final int[] SIZES =
      kilobytes(
          1, 2, 3, 4, 6, 8, 12, 16, 24, 32, 48, 64, 80, 96, 112, 128, 160, 192, 256, 384, 512, 768,
          1024);

  /// Where the verifier follows every turn of every loop for each size, there can be but few.
  private static final int[] FEW_SIZES = kilobytes(4, 32, 256);

  private static final int RING_HEAD = 8;

  /// From this size on a record may take several chunks: one chunk fills the smaller ones.
  private static final int FIRST_FOR_SEVERAL_CHUNKS = 24 << 10;

  /// Older chunks are copied in slices of at most this size.
  private static final int SLICE = 8 << 10;

  /// What may follow the position that `R9` allows: a piece's head and the largest frame head.
  private static final int TAIL = 272;

  private static final int LARGEST_FRAME = TAIL - RingRecord.PIECE_HEAD;

  /// CPython's own limit is 1,000 unless raised. The cost of a walk of this length is about 100 µs,
  /// in an interrupt; a chain that is longer is taken for damaged.
  private static final int MOST_FRAMES = 16384;

  /// Turns of the walk where the verifier follows each (see `Assembler.Loops`).
  private static final int TURNS_FOLLOWED = 512;

  private final Assembler a;
  private final Maps maps;
  private final int[] sizes;
  private final int mostBytes;
  private final Label faultWhileListing = new Label();
  private final Label listed = new Label();
  private final Label reserved = new Label();
  private final Label walk = new Label();
  private final Label walked = new Label();
  private final Label tooBig = new Label();
  private final Label fault = new Label();

  /// What the program adds to a record, with `R6` at the record; may use `R0` to `R5`.
  interface Extras {
    void write(Assembler assembler);
  }

  StackCopy(Assembler assembler, Maps maps) {
    this.a = assembler;
    this.maps = maps;
    this.sizes = assembler.loops() == Loops.COUNTED_BY_KERNEL ? SIZES : FEW_SIZES;
    this.mostBytes = sizes[sizes.length - 1] - SLICE - 4096;
  }

  private static int[] kilobytes(int... sizes) {
    return Arrays.stream(sizes).map(size -> size << 10).toArray();
  }

  /// Copies and sends. Expects the thread's value in `R8` and its ids at `IDS`; leaves all
  /// registers in disorder.
  ///
  /// @param scratch which scratch value: 0 or 1
  /// @param after where to go on, whatever happened
  void emit(int scratch, int kind, Extras extras, Label after) {
    begin(scratch, after);
    findFrame();
    listChunks();
    readGil();
    reserve(after);
    copyNewestChunk();
    copyOlderChunks();
    walkFrames();
    send(kind, extras, after);
  }

  private void begin(int scratch, Label after) {
    a.store(FP, THREAD, R8);
    a.move(R1, scratch);
    a.store4(FP, KEY, R1);
    lookup(maps.scratch(), KEY, after);
    a.move(R7, R0);
    a.call(Helper.KTIME_GET_NANOS);
    a.store(R7, START, R0);
    a.load(R1, R8, Maps.THREAD_TSTATE);
    a.store(R7, TSTATE, R1);
    a.load4(R1, R8, Maps.THREAD_SLOT);
    a.store4(FP, KEY, R1);
    lookup(maps.slots(), KEY, after);
    a.move(R8, R0);
    for (int field : new int[] {WALK, COUNT, NEED, FLAGS, PIECES, INDEX, FRAMES, REMAINING}) {
      a.store(R7, field, 0);
    }
    a.store(R7, HERE_USED, 0);
  }

  private void findFrame() {
    a.load(R3, R7, TSTATE);
    a.load(R1, R8, Maps.SLOT_TSTATE_FRAME);
    a.plus(R3, R1);
    readUser(WALK, 8, faultWhileListing);
    Label direct = new Label();
    a.load(R1, R8, Maps.SLOT_CFRAME_FRAME);
    a.jumpIf(R1, EQUAL, -1, direct);
    a.load(R3, R7, WALK);
    a.store(R7, WALK, 0);
    a.plus(R3, R1);
    readUser(WALK, 8, faultWhileListing);
    a.place(direct);
  }

  private void listChunks() {
    a.load(R1, R8, Maps.SLOT_CHUNK);
    a.jumpIf(R1, EQUAL, -1, listed);
    a.load(R3, R7, TSTATE);
    a.plus(R3, R1);
    readUser(CHUNK, 16, faultWhileListing);
    Label top = a.loop(MOST_CHUNKS + 1, LOOP, listed);
    a.load(R3, R7, CHUNK);
    a.jumpIf(R3, EQUAL, 0, listed);
    readUser(HEAD, 24, faultWhileListing);
    usedPart();
    Label tooMany = new Label();
    a.jumpIf(R2, ABOVE, mostBytes, tooMany);
    a.load(R3, R7, NEED);
    a.plus(R3, R2);
    a.plus(R3, RingRecord.PIECE_HEAD);
    a.jumpIf(R3, ABOVE, mostBytes, tooMany);
    a.load(R4, R7, COUNT);
    a.jumpIf(R4, AT_LEAST, MOST_CHUNKS, tooMany);
    a.store(R7, NEED, R3);
    a.move(R1, R4);
    a.plus(R1, 1);
    a.store(R7, COUNT, R1);
    entry(R4);
    a.load(R3, R7, CHUNK);
    a.store(R4, CHUNKS, R3);
    a.store(R4, CHUNKS + CHUNK_USED, R2);
    a.load(R1, R7, HEAD + SnapshotLayout.CHUNK_PREVIOUS);
    a.store(R7, CHUNK, R1);
    a.jump(top);
    a.place(tooMany);
    flag(RingRecord.FLAG_TOO_BIG);
    a.jump(listed);
    a.place(faultWhileListing);
    flag(RingRecord.FLAG_FAULT);
    a.place(listed);
  }

  /// `R2`: how many bytes of the chunk are in use. In the newest up to `datastack_top`; in an older
  /// one, and in one that is being pushed or popped at this instant, as many words as it says
  /// itself.
  private void usedPart() {
    Label byItself = new Label();
    Label known = new Label();
    Label plausible = new Label();
    a.load(R1, R7, COUNT);
    a.load(R4, R7, HEAD + SnapshotLayout.CHUNK_SIZE);
    a.jumpIf(R1, NOT_EQUAL, 0, byItself);
    a.load(R2, R7, TOP);
    a.load(R1, R7, CHUNK);
    a.minus(R2, R1);
    a.jumpIf(R2, BELOW, SnapshotLayout.CHUNK_DATA, byItself);
    a.jumpIf(R2, AT_MOST, R4, known);
    a.place(byItself);
    a.load(R2, R7, HEAD + SnapshotLayout.CHUNK_TOP);
    a.jumpIf(R2, ABOVE, mostBytes, known);
    a.shiftLeft(R2, 3);
    a.plus(R2, SnapshotLayout.CHUNK_DATA);
    a.place(known);
    a.jumpIf(R2, AT_MOST, R4, plausible);
    a.move(R2, SnapshotLayout.CHUNK_DATA);
    a.place(plausible);
    a.and(R2, -8);
  }

  /// The word is -1 before 3.7 creates the lock, as long as there is a single thread.
  private void readGil() {
    Label unknown = new Label();
    Label done = new Label();
    a.store(R7, GIL_LOCKED, 0);
    a.load(R3, R8, Maps.SLOT_GIL_LOCKED);
    a.jumpIf(R3, EQUAL, 0, unknown);
    readUser(GIL_LOCKED, 4, unknown);
    a.store(R7, GIL_HOLDER, 0);
    a.load(R1, R7, GIL_LOCKED);
    a.jumpIf(R1, NOT_EQUAL, 1, done);
    a.load(R3, R8, Maps.SLOT_GIL_HOLDER);
    readUser(GIL_HOLDER, 8, unknown);
    a.jump(done);
    a.place(unknown);
    a.store(R7, GIL_HOLDER, -1);
    a.place(done);
  }

  private void reserve(Label after) {
    a.load(R1, FP, THREAD);
    a.load(R1, R1, Maps.THREAD_OUTSIDE);
    a.load(R2, R7, NEED);
    a.plus(R1, R2);
    a.plus(R1, RING_HEAD + RingRecord.FIRST_PIECE + TAIL);
    a.load(R2, R7, COUNT);
    Label[] steps = new Label[sizes.length];
    for (int i = 0; i < sizes.length; i++) {
      steps[i] = new Label();
    }
    Label several = new Label();
    a.jumpIf(R2, ABOVE, 1, several);
    choose(steps, 0);
    a.place(several);
    a.plus(R1, SLICE + RingRecord.PIECE_HEAD);
    int first = 0;
    while (sizes[first] < FIRST_FOR_SEVERAL_CHUNKS) {
      first++;
    }
    choose(steps, first);
    for (int i = 0; i < sizes.length; i++) {
      int size = sizes[i] - RING_HEAD;
      a.place(steps[i]);
      a.moveMap(R1, maps.ring());
      a.move(R2, size);
      a.move(R3, 0);
      a.call(Helper.RING_RESERVE);
      a.move(R9, size - TAIL);
      a.jump(reserved);
    }
    a.place(reserved);
    Label there = new Label();
    a.jumpIf(R0, NOT_EQUAL, 0, there);
    count(maps, a, Maps.COUNT_RING_FULL, 1);
    a.jump(after);
    a.place(there);
    a.move(R6, R0);
  }

  private void choose(Label[] steps, int from) {
    for (int i = from; i < sizes.length - 1; i++) {
      a.jumpIf(R1, AT_MOST, sizes[i], steps[i]);
    }
    a.jump(steps[sizes.length - 1]);
  }

  /// At a constant position, so that its length may be anything that fits. A page at the end may
  /// not be there yet: a frame that is just being made has its room, but was not written. Then only
  /// what reaches to the innermost frame is copied.
  private void copyNewestChunk() {
    Label retry = new Label();
    Label done = new Label();
    a.move(R1, RingRecord.FIRST_PIECE);
    a.store(R7, END, R1);
    a.store(R7, OUTSIDE_FROM, R1);
    a.load(R1, R7, COUNT);
    a.jumpIf(R1, EQUAL, 0, walk);
    a.load(R2, R7, CHUNKS + CHUNK_USED);
    newestBytes(done);
    a.load(R2, R7, WALK);
    a.load(R1, R7, CHUNKS);
    a.minus(R2, R1);
    a.load(R1, R7, CHUNKS + CHUNK_USED);
    a.jumpIf(R2, AT_LEAST, R1, retry);
    a.load(R1, R8, Maps.SLOT_FRAME_SIZE);
    a.plus(R2, R1);
    a.and(R2, -8);
    newestBytes(done);
    flag(RingRecord.FLAG_FAULT);
    a.place(retry);
    a.move(R2, 0);
    newestBytes(done);
    a.place(done);
  }

  /// Copies `R2` bytes of the newest chunk and goes on at `done`, or here if they cannot be read.
  private void newestBytes(Label done) {
    int start = RingRecord.FIRST_PIECE + RingRecord.PIECE_HEAD;
    a.move(R1, R9);
    a.plus(R1, TAIL - start);
    a.jumpIf(R2, ABOVE, R1, tooBig);
    a.load(R3, R7, CHUNKS);
    a.store(R6, RingRecord.FIRST_PIECE, R3);
    a.store(R6, RingRecord.FIRST_PIECE + 8, R2);
    a.store(R7, HERE_ADDRESS, R3);
    a.store(R7, HERE_USED, R2);
    a.store(R7, HERE_POSITION, start);
    a.store(R7, PIECES, 1);
    a.move(R1, R2);
    a.plus(R1, start);
    a.store(R7, END, R1);
    a.store(R7, OUTSIDE_FROM, R1);
    a.move(R1, R6);
    a.plus(R1, start);
    a.call(Helper.PROBE_READ_USER);
    a.jumpIf(R0, EQUAL, 0, done);
  }

  private void copyOlderChunks() {
    Label slice = new Label();
    Label whole = new Label();
    Label copied = new Label();
    a.jumpIf(R9, BELOW, FIRST_FOR_SEVERAL_CHUNKS - RING_HEAD - TAIL, copied);
    a.store(R7, INDEX, 1);
    Label top = a.loop(2 * MOST_CHUNKS, LOOP, tooBig);
    a.load(R2, R7, REMAINING);
    a.jumpIf(R2, NOT_EQUAL, 0, slice);
    a.load(R4, R7, INDEX);
    a.load(R1, R7, COUNT);
    a.jumpIf(R4, AT_LEAST, R1, copied);
    a.jumpIf(R4, AT_LEAST, MOST_CHUNKS, copied);
    a.move(R1, R4);
    a.plus(R1, 1);
    a.store(R7, INDEX, R1);
    entry(R4);
    a.load(R2, R4, CHUNKS + CHUNK_USED);
    a.load(R3, R4, CHUNKS);
    pieceHead(tooBig);
    a.store(R4, CHUNKS + CHUNK_POSITION, R1);
    a.store(R7, SOURCE, R3);
    a.store(R7, REMAINING, R2);
    a.jump(top);

    a.place(slice);
    a.jumpIf(R2, AT_MOST, SLICE, whole);
    a.move(R2, SLICE);
    a.place(whole);
    a.load(R4, R7, END);
    a.move(R1, R9);
    a.plus(R1, TAIL - SLICE);
    a.jumpIf(R4, ABOVE, R1, tooBig);
    a.load(R3, R7, SOURCE);
    a.move(R1, R3);
    a.plus(R1, R2);
    a.store(R7, SOURCE, R1);
    a.load(R1, R7, REMAINING);
    a.minus(R1, R2);
    a.store(R7, REMAINING, R1);
    a.move(R1, R4);
    a.plus(R1, R2);
    a.store(R7, END, R1);
    a.store(R7, OUTSIDE_FROM, R1);
    a.move(R1, R6);
    a.plus(R1, R4);
    a.call(Helper.PROBE_READ_USER);
    a.jumpIf(R0, EQUAL, 0, top);
    a.jump(fault);
    a.place(copied);
    a.store(R7, INDEX, 0);
  }

  /// Writes a piece's head (address in `R3`, length in `R2`) at the end of the record and moves the
  /// end behind it; `R1` is that position then. Keeps `R2` to `R4`.
  private void pieceHead(Label tooBig) {
    a.load(R5, R7, END);
    a.jumpIf(R5, ABOVE, R9, tooBig);
    a.move(R1, R6);
    a.plus(R1, R5);
    a.store(R1, 0, R3);
    a.store(R1, 8, R2);
    a.move(R1, R5);
    a.plus(R1, RingRecord.PIECE_HEAD);
    a.store(R7, END, R1);
    a.load(R5, R7, PIECES);
    a.plus(R5, 1);
    a.store(R7, PIECES, R5);
  }

  private void walkFrames() {
    a.place(walk);
    a.load(R1, R7, WALK);
    a.store(R6, RingRecord.FRAME, R1);
    Label top = a.loop(TURNS_FOLLOWED, LOOP, tooBig);
    Label elsewhere = new Label();
    Label outside = new Label();
    a.load(R3, R7, WALK);
    a.jumpIf(R3, EQUAL, 0, walked);
    a.move(R2, R3);
    a.load(R1, R7, HERE_ADDRESS);
    a.minus(R2, R1);
    a.load(R1, R7, HERE_USED);
    a.jumpIf(R2, AT_LEAST, R1, elsewhere);
    a.load(R1, R7, FRAMES);
    a.plus(R1, 1);
    a.store(R7, FRAMES, R1);
    a.jumpIf(R1, ABOVE, MOST_FRAMES, tooBig);
    a.load(R1, R7, HERE_POSITION);
    a.plus(R2, R1);
    a.load(R1, R8, Maps.SLOT_PREVIOUS);
    a.plus(R2, R1);
    a.jumpIf(R2, ABOVE, R9, tooBig);
    a.move(R1, R6);
    a.plus(R1, R2);
    a.load(R1, R1, 0);
    a.store(R7, WALK, R1);
    a.jump(top);
    a.place(elsewhere);
    nextChunk(top, outside);
    a.place(outside);
    copyFrame(top);
  }

  /// If the frame in `R3` lies in the next older chunk, goes on there.
  private void nextChunk(Label top, Label outside) {
    a.load(R4, R7, INDEX);
    a.plus(R4, 1);
    a.load(R1, R7, COUNT);
    a.jumpIf(R4, AT_LEAST, R1, outside);
    a.jumpIf(R4, AT_LEAST, MOST_CHUNKS, outside);
    a.move(R5, R4);
    entry(R4);
    a.load(R1, R4, CHUNKS);
    a.load(R2, R4, CHUNKS + CHUNK_USED);
    a.move(R0, R3);
    a.minus(R0, R1);
    a.jumpIf(R0, AT_LEAST, R2, outside);
    a.store(R7, INDEX, R5);
    a.store(R7, HERE_ADDRESS, R1);
    a.store(R7, HERE_USED, R2);
    a.load(R1, R4, CHUNKS + CHUNK_POSITION);
    a.store(R7, HERE_POSITION, R1);
    a.jump(top);
  }

  private void copyFrame(Label top) {
    a.load(R1, R7, FRAMES);
    a.plus(R1, 1);
    a.store(R7, FRAMES, R1);
    a.jumpIf(R1, ABOVE, MOST_FRAMES, tooBig);
    a.load(R2, R8, Maps.SLOT_FRAME_SIZE);
    a.jumpIf(R2, ABOVE, LARGEST_FRAME, tooBig);
    pieceHead(tooBig);
    a.move(R4, R1);
    a.plus(R1, R2);
    a.store(R7, END, R1);
    a.move(R1, R6);
    a.plus(R1, R4);
    a.store(R7, SOURCE, R4);
    a.call(Helper.PROBE_READ_USER);
    a.jumpIf(R0, NOT_EQUAL, 0, fault);
    a.load(R4, R7, SOURCE);
    a.load(R1, R8, Maps.SLOT_PREVIOUS);
    a.plus(R4, R1);
    a.jumpIf(R4, ABOVE, R9, tooBig);
    a.move(R1, R6);
    a.plus(R1, R4);
    a.load(R1, R1, 0);
    a.store(R7, WALK, R1);
    a.jump(top);
  }

  private void send(int kind, Extras extras, Label after) {
    a.place(fault);
    flag(RingRecord.FLAG_FAULT);
    a.jump(walked);
    a.place(tooBig);
    flag(RingRecord.FLAG_TOO_BIG);
    a.place(walked);
    rememberOutside();
    a.load4(R1, FP, IDS);
    a.store4(R6, RingRecord.TID, R1);
    a.store4(R6, RingRecord.KIND, kind);
    copyWord(START, RingRecord.NANOS);
    copyWord(PIECES, RingRecord.PIECES);
    copyWord(FLAGS, RingRecord.FLAGS);
    copyWord(GIL_HOLDER, RingRecord.GIL_HOLDER);
    copyWord(END, RingRecord.END);
    extras.write(a);
    submit(a);
    countSent(after);
  }

  /// The next record of this thread gets room for as many outside frames as this one had, and a
  /// quarter more; a record that was too small makes the next one larger.
  private void rememberOutside() {
    Label fitted = new Label();
    Label larger = new Label();
    Label keep = new Label();
    a.load(R3, FP, THREAD);
    a.load(R2, R7, END);
    a.load(R1, R7, OUTSIDE_FROM);
    a.minus(R2, R1);
    a.move(R1, R2);
    a.shiftRight(R1, 2);
    a.plus(R2, R1);
    a.load(R1, R7, FLAGS);
    a.and(R1, RingRecord.FLAG_TOO_BIG);
    a.jumpIf(R1, EQUAL, 0, fitted);
    a.shiftLeft(R2, 1);
    a.plus(R2, 4096);
    a.place(fitted);
    a.load(R1, R3, Maps.THREAD_OUTSIDE);
    a.jumpIf(R1, AT_MOST, R2, larger);
    a.move(R4, R1);
    a.shiftRight(R4, 8);
    a.minus(R1, R4);
    a.move(R2, R1);
    a.place(larger);
    a.jumpIf(R2, AT_MOST, mostBytes, keep);
    a.move(R2, mostBytes);
    a.place(keep);
    a.store(R3, Maps.THREAD_OUTSIDE, R2);
  }

  private void countSent(Label after) {
    Label noFault = new Label();
    Label noCut = new Label();
    counts(maps, a, after);
    a.move(R8, R0);
    one(Maps.COUNT_SENT);
    a.load(R2, R7, FLAGS);
    a.and(R2, RingRecord.FLAG_FAULT);
    a.jumpIf(R2, EQUAL, 0, noFault);
    one(Maps.COUNT_FAULTS);
    a.place(noFault);
    a.load(R2, R7, FLAGS);
    a.and(R2, RingRecord.FLAG_TOO_BIG);
    a.jumpIf(R2, EQUAL, 0, noCut);
    one(Maps.COUNT_TOO_BIG);
    a.place(noCut);
    a.call(Helper.KTIME_GET_NANOS);
    a.load(R1, R7, START);
    a.minus(R0, R1);
    a.addAtomically(R8, Maps.COUNT_NANOS, R0);
    a.jump(after);
  }

  private void one(int field) {
    a.move(R1, 1);
    a.addAtomically(R8, field, R1);
  }

  private void copyWord(int from, int to) {
    a.load(R1, R7, from);
    a.store(R6, to, R1);
  }

  private void flag(int flag) {
    a.load(R1, R7, FLAGS);
    a.or(R1, flag);
    a.store(R7, FLAGS, R1);
  }

  /// Turns an index below `MOST_CHUNKS` into the address of a listed chunk, `CHUNKS` bytes lower.
  private void entry(Register index) {
    a.and(index, MOST_CHUNKS - 1);
    a.shiftLeft(index, CHUNK_ENTRY_SHIFT);
    a.plus(index, R7);
  }

  /// Reads the thread's memory at `R3` into the scratch value.
  private void readUser(int into, int bytes, Label onFault) {
    a.move(R1, R7);
    a.plus(R1, into);
    a.move(R2, bytes);
    a.call(Helper.PROBE_READ_USER);
    a.jumpIf(R0, NOT_EQUAL, 0, onFault);
  }

  private void lookup(int map, int key, Label absent) {
    lookup(a, map, key, absent);
  }

  /// `R0`: the entry of a map whose key lies on the stack.
  static void lookup(Assembler a, int map, int key, Label absent) {
    a.moveMap(R1, map);
    a.move(R2, FP);
    a.plus(R2, key);
    a.call(Helper.MAP_LOOKUP);
    a.jumpIf(R0, EQUAL, 0, absent);
  }

  /// Sends the record in `R6`, without waking anybody.
  static void submit(Assembler a) {
    a.move(R1, R6);
    a.move(R2, 1);
    a.call(Helper.RING_SUBMIT);
  }

  static void count(Maps maps, Assembler a, int field, int amount) {
    Label absent = new Label();
    counts(maps, a, absent);
    a.move(R1, amount);
    a.addAtomically(R0, field, R1);
    a.place(absent);
  }

  private static void counts(Maps maps, Assembler a, Label absent) {
    a.move(R1, 0);
    a.store4(FP, KEY, R1);
    lookup(a, maps.counts(), KEY, absent);
  }
}
