package greenloom.examples;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A program of this module.
 *
 * @param type the class with its {@code main}
 * @param takes its arguments in a line of help; empty if it takes none
 * @param shows what it shows, in one line
 */
record Program(Class<?> type, String takes, String shows) {
  private static final String URL = "[URL]";
  private static final String URLS = "[URL...]";
  private static final String PORT = "[PORT]";
  private static final String FORWARD = "HOST PORT [PORT-HERE]";

  /** All, in the order of reading; {@code examples/README.md} has the same. */
  static final List<Program> ALL =
      List.of(
          new Program(
              HelloGreenlets.class,
              "the README's program: two waits at the same time on one thread"),

          // generators and iterators
          new Program(Buns.class, "a producer sends numbered buns to two consumers"),
          new Program(TakingTurns.class, "two generators as endless tasks that take turns"),
          new Program(
              TaskScheduler.class, "a scheduler of generators, which yield how long to wait"),
          new Program(FibonacciIterator.class, "ten Fibonacci numbers from an iterator class"),
          new Program(FibonacciGenerator.class, "the same by a generator, in loops and by hand"),
          new Program(FibonacciSend.class, "what is sent to a generator comes out of its yield"),
          new Program(FibonacciResult.class, "a generator's return value, read at the end"),
          new Program(ListOrGenerator.class, "numbers made all at once, or one by one on request"),
          new Program(NotIterable.class, "what a loop accepts, and what anything else gets"),
          new Program(IterableByHand.class, "a class for loops, with an iterator of its own"),
          new Program(IterableItself.class, "a class that is its own iterator, good for one loop"),
          new Program(
              IterableGenerated.class, "a class whose iterator is a generator; a list of it"),

          // coroutines
          new Program(PingPong.class, "two coroutines switch to each other: 12 56 34 78"),
          new Program(ManualTurns.class, "two endless tasks that switch to each other"),

          // greenlets
          new Program(SleepOrder.class, "sleeps of 2, 3 and 0 seconds, and who prints when"),
          new Program(TwoSleeps.class, "sleeps of 2 and 1 seconds take 2, not 3"),
          new Program(TimedSleeps.class, "sleeps of 1 and 2 seconds, with the time of each line"),
          new Program(EndingOrder.class, "sleeps of 3, 2 and 2 seconds, and who ends first"),
          new Program(TenTasks.class, "ten tasks of half a second, one by one and all at once"),
          new Program(JoinOneByOne.class, "three greenlets of five steps, joined one by one"),
          new Program(JoinTheFirst.class, "the same with only the first joined, three times"),
          new Program(JoinAll.class, "the same with joinAll"),
          new Program(PlainSleep.class, "the same with Thread.sleep, which switches too"),
          new Program(EventQueue.class, "events in a queue, and handlers by kind of event"),
          new Program(KillsAndLimits.class, "what a kill and a time limit do to one that waits"),
          new Program(Workers.class, "two workers, and a queue that holds two jobs"),
          new Program(TwoAtATime.class, "a pool for two: results as they come, and in order"),
          new Program(WaitingInACircle.class, "two that wait for each other, and what one is told"),
          new Program(TicksAndSignals.class, "callbacks for a timer and for Ctrl-C"),
          new Program(ManyHubs.class, "three hubs: work dealt out in turn, data without locks"),

          // the network
          new Program(
              Fetcher.class, URLS, "pages, or the URLs you give, one by one and all at once"),
          new Program(
              Pictures.class, URLS, "three pictures, or the URLs you give, all at once to files"),
          new Program(
              SmallCrawler.class, URL, "a site, or the one you give, read by following its links"),
          new Program(
              EchoServer.class,
              PORT,
              "a server that echoes and prints what it receives, on port 8001"),
          new Program(
              EchoClient.class,
              PORT,
              "a client to type at: each line goes to an echo server and back"),
          new Program(
              HundredHellos.class,
              PORT,
              "a hundred connections to an echo server, each with numbered hellos"),
          new Program(
              ChatServer.class, PORT, "a room to chat in: what one says goes to all the others"),
          new Program(
              PortForwarder.class, FORWARD, "connections passed on to another server, both ways"),
          new Program(UdpEcho.class, PORT, "datagrams sent back to where they came from"),

          // the same echo server in three ways
          new Program(
              EchoByGreenlets.class, PORT, "echo by plain blocking code, a greenlet a connection"),
          new Program(
              EchoByCallbacks.class, PORT, "echo by callbacks for channels, called by the hub"),
          new Program(EchoBySelector.class, PORT, "echo by a plain selector loop in one greenlet"),

          // five models of input and output
          new Program(BlockingIo.class, "blocking: a read waits until something has come"),
          new Program(
              NonBlockingIo.class,
              "non-blocking: a read never waits, and is tried again and again"),
          new Program(MultiplexedIo.class, "multiplexed: one call waits for any of many channels"),
          new Program(
              SignalDrivenIo.class, "signal-driven: one is called when a channel can be read"),
          new Program(AsynchronousIo.class, "asynchronous: one is told when a read is done"),

          // processes
          new Program(
              QueueBetweenProcesses.class,
              "a worker process puts a list into a queue, and this one takes it"),
          new Program(
              PipeBetweenProcesses.class,
              "two processes that talk through a pipe, each at one end"),
          new Program(DictOfTen.class, "ten processes and a manager's dictionary and list"),
          new Program(
              OneScreen.class, "a lock between processes, so that each prints its lines together"),
          new Program(
              PoolOfThree.class, "tasks for three processes: one by one, and with calls back"),
          new Program(ClusterOfThree.class, "a cluster of three: one dictionary and one pool"),

          // HTTP servers
          new Program(HelidonOnAHub.class, PORT, "Helidon, with every virtual thread on one hub"),
          new Program(
              HelidonOnHubs.class, PORT, "the same on two hubs, each connection on one of them"),
          new Program(JettyOnAHub.class, PORT, "Jetty, with all that it does on one hub"),
          new Program(TomcatOnAHub.class, PORT, "Tomcat, with servlets on a hub"),
          new Program(JdkServerOnAHub.class, PORT, "the JDK's server, with handlers on a hub"));

  /** One that takes no arguments. */
  private Program(Class<?> type, String shows) {
    this(type, "", shows);
  }

  /** What it is called on the command line: {@code hello-greenlets} for {@code HelloGreenlets}. */
  String name() {
    return type.getSimpleName().replaceAll("(?<=.)(?=[A-Z])", "-").toLowerCase(Locale.ROOT);
  }

  boolean takesArguments() {
    return main().getParameterCount() > 0;
  }

  /** Runs it as {@code java} would. */
  void run(List<String> arguments) throws Exception {
    Method main = main();
    Object[] parameters = {arguments.toArray(String[]::new)};
    try {
      main.invoke(instanceFor(main), takesArguments() ? parameters : new Object[0]);
    } catch (InvocationTargetException e) {
      if (e.getCause() instanceof Error error) {
        throw error;
      }
      throw e.getCause() instanceof Exception cause ? cause : e;
    }
  }

  private Method main() {
    return Arrays.stream(type.getDeclaredMethods())
        .filter(method -> method.getName().equals("main"))
        .findFirst()
        .orElseThrow();
  }

  private @Nullable Object instanceFor(Method main) throws ReflectiveOperationException {
    return Modifier.isStatic(main.getModifiers())
        ? null
        : type.getDeclaredConstructor().newInstance();
  }
}
