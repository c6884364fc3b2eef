package greenloom.cluster;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A {@link MemberMain} that is running. */
final class MemberProcess implements AutoCloseable {
  private final Process process;
  private final BufferedReader out;

  private MemberProcess(Process process) {
    this.process = process;
    this.out =
        new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
  }

  /** Starts one, behind the words of {@code prefix}. */
  static MemberProcess start(List<String> prefix, String name, String does, String... members)
      throws IOException {
    return start(prefix, null, name, does, members);
  }

  /** The same with a folder for a store. */
  static MemberProcess start(
      List<String> prefix, @Nullable Path store, String name, String does, String... members)
      throws IOException {
    List<String> command = new ArrayList<>(prefix);
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xmx256m"));
    command.add("--sun-misc-unsafe-memory-access=allow");
    command.addAll(List.of("-cp", absolute(System.getProperty("java.class.path"))));
    if (store != null) {
      command.add("-Dstore=" + store);
    }
    command.addAll(List.of(MemberMain.class.getName(), name, does));
    command.addAll(List.of(members));
    return new MemberProcess(new ProcessBuilder(command).redirectError(Redirect.INHERIT).start());
  }

  private static String absolute(String classPath) {
    List<String> all = new ArrayList<>();
    for (String entry : classPath.split(File.pathSeparator)) {
      all.add(Path.of(entry).toAbsolutePath().toString());
    }
    return String.join(File.pathSeparator, all);
  }

  /** Waits until it is a member. */
  MemberProcess joined() throws IOException {
    String line = line();
    if (!"joined".equals(line)) {
      throw new IOException("it said: " + line);
    }
    return this;
  }

  /** Has it add 1 to a shared number; returns what it says. */
  String ask() throws IOException {
    tell();
    return line();
  }

  /** Has it do what it does. */
  void tell() throws IOException {
    process.getOutputStream().write('\n');
    process.getOutputStream().flush();
  }

  /** Returns what it says next. */
  String line() throws IOException {
    return String.valueOf(out.readLine());
  }

  /** Returns the lines that it has said until its end, without one that it did not finish. */
  List<String> rest() throws IOException {
    String all = out.readAllAsString();
    return all.substring(0, all.lastIndexOf('\n') + 1).lines().toList();
  }

  /** kill -9; what it has said can still be read. */
  void kill() {
    boolean _ = process.toHandle().destroyForcibly();
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }
}
