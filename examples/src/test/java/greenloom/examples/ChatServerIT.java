package greenloom.examples;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class ChatServerIT {
  private static final String GUESTS =
      """
      def come(name):
          s = connect()
          s.sendall(name.encode() + b"\\n")
          return s.makefile("rw")

      def say(guest, line):
          guest.write(line + "\\n")
          guest.flush()

      def hears(guest):
          return guest.readline().rstrip("\\n")

      """;

  @Test
  void guests_hearEachOther_butNotThemselves() throws Exception {
    try (Started server = Started.of(ChatServer.class, "0")) {
      assertThat(
              Python.run(
                  server.port(),
                  GUESTS
                      + """
                      ann = come("Ann")
                      say(ann, "is anybody here?")
                      bob = come("Bob")
                      print(hears(ann))
                      say(bob, "hello")
                      print(hears(ann))
                      say(ann, "good morning, Jürgen")
                      print(hears(bob))
                      eve = come("Eve")
                      print(hears(ann), hears(bob), sep=", ")
                      say(eve, "hi")
                      print(hears(ann), hears(bob), sep=", ")
                      bob.close()
                      """))
          .containsExactly(
              "Bob is here",
              "Bob: hello",
              "Ann: good morning, Jürgen",
              "Eve is here, Eve is here",
              "Eve: hi, Eve: hi");
    }
  }

  @Test
  void guest_leaves_orIsLost_andTheOthersHearOfIt() throws Exception {
    try (Started server = Started.of(ChatServer.class, "0")) {
      assertThat(
              Python.run(
                  server.port(),
                  GUESTS
                      + """
                      ann, bob = come("Ann"), connect()
                      bob.sendall(b"Bob\\n")
                      print(hears(ann))
                      bob.shutdown(socket.SHUT_WR)
                      print(hears(ann))
                      print(all(bob))                  # and is hung up on
                      bob = connect()
                      bob.sendall(b"Bob\\n")           # the name is free again
                      print(hears(ann))
                      reset(bob)
                      print(hears(ann))
                      """))
          .containsExactly("Bob is here", "Bob has left", "b''", "Bob is here", "Bob has left");
    }
  }

  @Test
  void name_thatSomebodyHas_isRefused() throws Exception {
    try (Started server = Started.of(ChatServer.class, "0")) {
      assertThat(
              Python.run(
                  server.port(),
                  GUESTS
                      + """
                      ann, bob = come("Ann"), come("Bob")
                      print(hears(ann))
                      print(come("Ann").read(), end="")
                      print(come("").read(), end="")
                      say(bob, "still Ann?")
                      print(hears(ann))
                      """))
          .containsExactly(
              "Bob is here",
              "that is no name, or somebody has it; come back with another",
              "that is no name, or somebody has it; come back with another",
              "Bob: still Ann?");
    }
  }

  /** Far more than sockets and mail hold, so all that is said would wait for the deaf one. */
  @Test
  void guest_whoDoesNotRead_holdsNobodyUp() throws Exception {
    try (Started server = Started.of(ChatServer.class, "0")) {
      assertThat(
              Python.run(
                  server.port(),
                  GUESTS
                      + """
                      ann, bob = come("Ann"), come("Bob")
                      hears(ann)
                      deaf = come("Deaf")
                      hears(ann), hears(bob)
                      for i in range(300):
                          say(bob, "x" * 50_000)
                          assert hears(ann) == "Bob: " + "x" * 50_000
                      print("all heard")
                      """))
          .containsExactly("all heard");
    }
  }
}
