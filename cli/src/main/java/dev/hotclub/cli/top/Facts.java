package dev.hotclub.cli.top;

import dev.hotclub.model.Session;
import dev.hotclub.sampler.live.LiveView;
import java.util.List;

/// Everything that the screen says, before a person chose.
///
/// @param who the process, in a few words
/// @param notes what a person should know once, one line each
/// @param cpuShare processor time of the processes in the window; 1 is one processor
/// @param view the last window
record Facts(String who, Session session, List<String> notes, double cpuShare, LiveView view) {
  Facts {
    notes = List.copyOf(notes);
  }
}
