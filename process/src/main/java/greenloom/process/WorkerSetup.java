package greenloom.process;

import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How worker processes shall be; made by {@link Worker#setup}. Each method gives a changed copy.
 * Any thread may use it.
 *
 * <p>A worker is a JVM of the same JDK, with the class path or module path of this one, its folder,
 * its environment and its output. It has nothing to read at {@code System.in}.
 */
public final class WorkerSetup {
  private static final int FRAME_AT_LEAST = 1024;

  final List<String> jvmOptions;
  final Redirect output;
  final Redirect error;
  final Accepted accepted;
  final int frameLimit;
  final Duration startLimit;
  final int tasksEach;
  final int attempts;

  WorkerSetup() {
    this(
        List.of(),
        Redirect.INHERIT,
        Redirect.INHERIT,
        new Accepted(""),
        Host.FRAME_LIMIT,
        Duration.ofMinutes(1),
        Integer.MAX_VALUE,
        1);
  }

  private WorkerSetup(
      List<String> jvmOptions,
      Redirect output,
      Redirect error,
      Accepted accepted,
      int frameLimit,
      Duration startLimit,
      int tasksEach,
      int attempts) {
    this.jvmOptions = jvmOptions;
    this.output = output;
    this.error = error;
    this.accepted = accepted;
    this.frameLimit = frameLimit;
    this.startLimit = startLimit;
    this.tasksEach = tasksEach;
    this.attempts = attempts;
  }

  /**
   * Gives each at most so much heap.
   *
   * @param size as {@code java -Xmx} takes it: {@code 256m}, {@code 2g}
   */
  public WorkerSetup heap(String size) {
    if (!size.matches("[1-9][0-9]*[kKmMgG]?")) {
      throw new IllegalArgumentException(
          "\"" + size + "\" is no size; say 256m or 2g, for example");
    }
    return jvmOptions("-Xmx" + size);
  }

  /** Starts each with {@code options} of {@code java}, too, behind those that were given before. */
  public WorkerSetup jvmOptions(String... options) {
    List<String> more = new ArrayList<>(jvmOptions);
    more.addAll(List.of(options));
    return new WorkerSetup(
        List.copyOf(more), output, error, accepted, frameLimit, startLimit, tasksEach, attempts);
  }

  /** Sends what they print to {@code newOutput} and {@code newError}; never a pipe. */
  public WorkerSetup output(Redirect newOutput, Redirect newError) {
    if (newOutput == Redirect.PIPE || newError == Redirect.PIPE) {
      throw new IllegalArgumentException(
          "nobody would read a pipe; let workers print to a file, or to nowhere");
    }
    return new WorkerSetup(
        jvmOptions, newOutput, newError, accepted, frameLimit, startLimit, tasksEach, attempts);
  }

  /**
   * Has objects of these classes accepted only, of the tasks by the workers and of their results by
   * this process; those of {@code java.base} always are. Without it those of the whole program are,
   * and of the JDK {@code java.base} only.
   *
   * @param patterns as {@link java.io.ObjectInputFilter.Config#createFilter} takes them: {@code
   *     "com.acme.**;!*"}. A lambda counts as the classes that it captures
   * @throws IllegalArgumentException if they make no sense
   */
  public WorkerSetup accept(String patterns) {
    return new WorkerSetup(
        jvmOptions,
        output,
        error,
        new Accepted(patterns),
        frameLimit,
        startLimit,
        tasksEach,
        attempts);
  }

  /** Limits a task or a result to so many bytes, at least 1024; 64 MB otherwise. */
  public WorkerSetup frameLimit(int bytes) {
    if (bytes < FRAME_AT_LEAST) {
      throw new IllegalArgumentException(
          "tasks need " + FRAME_AT_LEAST + " bytes at least, not " + bytes);
    }
    return new WorkerSetup(
        jvmOptions, output, error, accepted, bytes, startLimit, tasksEach, attempts);
  }

  /** Gives up one that is not ready to work after {@code limit}; a minute otherwise. */
  public WorkerSetup startLimit(Duration limit) {
    return new WorkerSetup(
        jvmOptions, output, error, accepted, frameLimit, limit, tasksEach, attempts);
  }

  /** Lets a worker of a pool do so many tasks, at least 1, before a fresh one takes its place. */
  public WorkerSetup tasksEach(int tasks) {
    checkPositive(tasks, "task");
    return new WorkerSetup(
        jvmOptions, output, error, accepted, frameLimit, startLimit, tasks, attempts);
  }

  /**
   * Declares that tasks of a pool may be done more than once: one whose worker dies is begun again,
   * in all at most so often, at least once. It is reported if that did not help.
   */
  public WorkerSetup attempts(int most) {
    checkPositive(most, "attempt");
    return new WorkerSetup(
        jvmOptions, output, error, accepted, frameLimit, startLimit, tasksEach, most);
  }

  private static void checkPositive(int number, String what) {
    if (number < 1) {
      throw new IllegalArgumentException("one " + what + " at least, not " + number);
    }
  }

  /** Starts a worker for {@code task}; see {@link Worker#start(Task)}. */
  public <T> Worker<T> start(Task<T> task) {
    return Worker.start(this, task);
  }

  /** Starts a worker for a task that gives nothing. */
  public Worker<Void> start(VoidTask task) {
    return start(task.asTask());
  }

  /** Makes a pool of {@code size} workers; see {@link ProcessPool}. */
  public ProcessPool pool(int size) {
    return ProcessPool.start(this, size);
  }

  /** Starts a manager in a process of its own; see {@link Manager#start}. */
  public Manager manager() {
    return Manager.start(this);
  }

  /** Returns the command that starts one, and the main class of {@code main}. */
  List<String> command(Class<?> main) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    if (jvmOptions.stream().noneMatch(option -> option.matches("-XX:\\+Use.*GC"))) {
      command.add("-XX:+UseSerialGC"); // there are many of them, on the same processors
    }
    command.add("-Dgreenloom.watchdog=off"); // to compute is what a task is for
    for (String name : System.getProperties().stringPropertyNames()) {
      if (name.startsWith("greenloom.")) {
        command.add("-D" + name + "=" + System.getProperty(name));
      }
    }
    command.addAll(jvmOptions);
    String modules = System.getProperty("jdk.module.path");
    Module ours = main.getModule();
    if (ours.isNamed() && modules != null) {
      command.addAll(List.of("-p", modules, "--add-modules", "ALL-MODULE-PATH"));
    }
    String classes = System.getProperty("java.class.path", "");
    if (!classes.isEmpty()) {
      command.addAll(List.of("-cp", classes));
    }
    if (ours.isNamed()) {
      command.addAll(List.of("-m", ours.getName() + "/" + main.getName()));
    } else {
      command.add(main.getName());
    }
    return command;
  }

  @Nullable String problem(int exitCode) {
    return exitCode == 1 && !jvmOptions.isEmpty()
        ? "check the JVM options " + jvmOptions + ", and what it has printed"
        : null;
  }
}
