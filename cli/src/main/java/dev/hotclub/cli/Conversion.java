package dev.hotclub.cli;

import dev.hotclub.codec.ChromeTrace;
import dev.hotclub.codec.Collapsed;
import dev.hotclub.codec.Gecko;
import dev.hotclub.codec.Otlp;
import dev.hotclub.codec.Pprof;
import dev.hotclub.codec.Pstats;
import dev.hotclub.codec.Speedscope;
import dev.hotclub.codec.flame.FlameGraphHtml;
import dev.hotclub.codec.flame.FlameGraphSvg;
import dev.hotclub.model.Folding;
import dev.hotclub.model.Profile;
import dev.hotclub.model.Recording;
import dev.hotclub.model.View;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/// Writes a recording as something else.
///
/// @param file where the recording lies, for the copy of it
/// @param view what the result counts and shows
record Conversion(Recording recording, Path file, View view, Format format) {

  void write(OutputStream out) throws IOException {
    switch (format) {
      case FLAMEGRAPH -> FlameGraphSvg.write(recording, view, out);
      case HTML -> FlameGraphHtml.write(recording, view, out);
      case RAW -> Collapsed.write(profile(), out);
      case SPEEDSCOPE -> Speedscope.write(recording, view, out);
      case CHROMETRACE -> ChromeTrace.write(recording, view, out);
      case PPROF -> Pprof.write(recording, view, out);
      case OTLP -> Otlp.write(recording, view, out);
      case GECKO -> Gecko.write(recording, view, out);
      case PSTATS -> Pstats.write(recording, view, out);
      case HC -> Files.copy(file, out);
    }
  }

  private Profile profile() throws IOException {
    Folding folding = new Folding(recording.session(), view);
    recording.tell(folding);
    return folding.profile();
  }
}
