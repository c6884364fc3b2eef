package greenloom.benchmarks.suite;

import java.io.IOException;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import org.openjdk.jmh.runner.RunnerException;

/** Measures a short form of all subjects, or of some, and writes a file about it. */
public final class Suite {
  private static final double GEVENT_SECONDS = 8;

  private final List<Subject> subjects;
  private final Gevent gevent;
  private final String pythons;
  private final Values values = new Values();

  private Suite(List<Subject> subjects, Gevent gevent, String pythons) {
    this.subjects = subjects;
    this.gevent = gevent;
    this.pythons = pythons;
  }

  /** Runs it: the folder of the benchmarks, then the subjects, none for all. */
  static void main(String... args) throws IOException, InterruptedException {
    Path folder = Path.of(args[0]);
    List<String> words = List.of(args).subList(1, args.length);
    List<Subject> chosen = new ArrayList<>();
    for (Subject subject : Subject.values()) {
      if (words.isEmpty() || words.contains(subject.word())) {
        chosen.add(subject);
      }
    }
    Gevent gevent = new Gevent(folder.resolve("rivals/gevent/rivals.py"));
    Suite suite = new Suite(chosen, gevent, gevent.versions());
    Path file = suite.run(folder);
    Progress.say("written: " + file);
    if (!suite.values.failures().isEmpty()) {
      Progress.say(suite.values.failures().size() + " failed, see there");
      System.exit(1);
    }
  }

  private Path run(Path folder) throws IOException, InterruptedException {
    String before = Machine.load();
    measure();
    List<String> facts =
        List.of(
            "Machine: " + Machine.description(),
            "Load: " + before + " before, " + Machine.load() + " after, this run included",
            "Greenloom: commit " + Versions.commit(folder),
            "JVM: " + Versions.jdk(),
            "Rivals and JMH: " + Versions.libraries() + (pythons.isEmpty() ? "" : ", " + pythons));
    String date = LocalDate.now(ZoneId.systemDefault()).toString();
    return new Report(date, facts, values).write(folder.resolve("results"), subjects);
  }

  private void measure() throws InterruptedException {
    List<Measurement> plan = plan();
    List<Subject> scripts = pythons.isEmpty() ? List.of() : scripts();
    double seconds = plan.stream().mapToDouble(each -> each.subject().effort().seconds()).sum();
    Progress progress =
        new Progress(plan.size() + scripts.size(), seconds + scripts.size() * GEVENT_SECONDS);
    if (pythons.isEmpty()) {
      String missing = "greenlet and gevent: install python3-greenlet and python3-gevent";
      Progress.say("SKIPPED: " + missing);
      values.missing(missing);
    }
    for (Measurement each : plan) {
      progress.begin(each.toString(), each.subject().effort().seconds());
      try {
        values.add(each, Jmh.measure(each));
      } catch (RunnerException e) {
        failed(each, e);
      }
    }
    for (Subject subject : scripts) {
      progress.begin(subject.word() + " in Python", GEVENT_SECONDS);
      try {
        gevent.measure(subject, values);
      } catch (IOException e) {
        failed(new Measurement(subject, "", "GEVENT"), e);
      }
    }
  }

  /**
   * Round by round, so that what changes on the machine meanwhile meets all rivals of a subject.
   */
  private List<Measurement> plan() {
    List<Measurement> plan = new ArrayList<>();
    int rounds = subjects.stream().mapToInt(each -> each.effort().rounds()).max().orElse(0);
    for (int round = 0; round < rounds; round++) {
      for (Subject subject : subjects) {
        if (round < subject.effort().rounds()) {
          plan.addAll(measurements(subject));
        }
      }
    }
    return plan;
  }

  private static List<Measurement> measurements(Subject subject) {
    List<Measurement> all = new ArrayList<>();
    for (String variant : subject.variants()) {
      for (String rival : subject.rivals()) {
        all.add(new Measurement(subject, variant, rival));
      }
    }
    return all;
  }

  /** What there is in Python; the sleepers tell how much memory they take on the way. */
  private List<Subject> scripts() {
    return subjects.stream().filter(Subject::inPython).toList();
  }

  private void failed(Measurement of, Exception e) {
    String why = String.valueOf(e.getMessage()).lines().findFirst().orElse("");
    Progress.say("FAILED: " + of + ": " + why);
    values.failed(of, why);
  }
}
