package greenloom.stress.sockets;

import greenloom.Greenlet;
import java.time.Duration;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/** Kills whoever may be killed, at any moment, in each way there is. */
final class Killer {
  private final Round round;
  private final int most;
  private final SplittableRandom random;

  /** One that kills so many at a time, at most. */
  Killer(Round round, int most, SplittableRandom random) {
    this.round = round;
    this.most = most;
    this.random = random;
  }

  /** Goes on until the round stops; on a greenlet or on a platform thread. */
  void run() throws InterruptedException {
    while (!round.stage().stopping()) {
      for (int i = random.nextInt(most + 1); i > 0; i--) {
        Greenlet<?> victim = victim();
        if (victim != null) {
          kill(victim);
        }
      }
      Thread.sleep(Duration.ofMillis(random.nextInt(1, 20)));
    }
  }

  private void kill(Greenlet<?> victim) {
    switch (random.nextInt(20)) {
      case 0 -> victim.kill();
      case 1 -> victim.kill(Duration.ofMillis(random.nextInt(1, 10)));
      default -> victim.killSoon();
    }
  }

  private @Nullable Greenlet<?> victim() {
    int percent = random.nextInt(100);
    if (percent < 4) {
      return round.doors().acceptor(random.nextInt(100));
    } else if (percent < 10) {
      return round.datagramsVictim(random);
    }
    Connection connection = round.anyConnection(random);
    if (connection == null || !connection.plan().killed()) {
      return null;
    }
    End end = random.nextBoolean() ? connection.client() : connection.server();
    End.Part[] parts = End.Part.values();
    return end == null ? null : end.greenlet(parts[random.nextInt(parts.length)]);
  }
}
