package greenloom.hub;

import jdk.jfr.FlightRecorder;
import jdk.jfr.FlightRecorderListener;
import jdk.jfr.Recording;
import jdk.jfr.RecordingState;

/** Hears when recordings of Java Flight Recorder begin and end. Named only where that is there. */
final class JfrListener implements FlightRecorderListener {
  private JfrListener() {}

  static void install() {
    FlightRecorder.addListener(new JfrListener());
    if (recording()) {
      look();
    }
  }

  /** Whether somebody has recorded already. */
  static boolean recording() {
    return FlightRecorder.isInitialized();
  }

  @Override
  public void recordingStateChanged(Recording recording) {
    look();
  }

  private static void look() {
    Jfr.on(
        FlightRecorder.getFlightRecorder().getRecordings().stream()
            .anyMatch(r -> r.getState() == RecordingState.RUNNING));
  }
}
