package greenloom.sockets;

import static greenloom.Greenloom.sleep;
import static greenloom.Greenloom.spawn;
import static greenloom.Greenloom.withTimeout;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import greenloom.Action;
import greenloom.Greenlet;
import greenloom.hub.Hub;
import greenloom.hub.TimeoutExpired;
import greenloom.testing.TestHub;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A database by an unmodified driver: what a kill and a limit do to its connections. */
@Timeout(60)
class JdbcIT {
  private static final int LOCK = 7;
  private static Postgres database;

  @BeforeAll
  static void startDatabase() throws Exception {
    database = Postgres.start();
  }

  @AfterAll
  static void stopDatabase() throws Exception {
    if (database != null) {
      database.stop();
    }
  }

  private static void onHub(Action body) {
    TestHub.real().run(body);
  }

  private static int ask(Connection connection, String question) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet answer = statement.executeQuery(question)) {
      answer.next();
      return answer.getInt(1);
    }
  }

  /** Waits until {@code n} statements of other connections wait for the lock in the server. */
  private static void awaitWaiting(Connection connection, int n) throws SQLException {
    while (ask(connection, "SELECT count(*) FROM pg_locks WHERE NOT granted") < n) {
      sleep(Duration.ofMillis(1));
    }
  }

  private static String waitForLock(int number) {
    return "SELECT %d FROM pg_advisory_lock_shared(%d)".formatted(number, LOCK);
  }

  @Test
  void statements_ofManyGreenlets_waitInTheServerAtTheSameTime() {
    onHub(() -> {
      try (Connection holder = database.connect()) {
        ask(holder, "SELECT 1 FROM pg_advisory_lock(%d)".formatted(LOCK));
        List<Greenlet<Integer>> asking = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
          int number = i;
          asking.add(
              spawn(() -> {
                try (Connection own = database.connect()) {
                  return ask(own, waitForLock(number));
                }
              }));
        }
        awaitWaiting(holder, asking.size());
        ask(holder, "SELECT 1 FROM pg_advisory_unlock(%d)".formatted(LOCK));
        for (int i = 0; i < asking.size(); i++) {
          assertThat(asking.get(i).get()).isEqualTo(i);
        }
      }
    });
  }

  /** What docs/sockets.md warns of; if a driver gets better this is the place that tells. */
  @Test
  void kill_inAStatement_leavesAConnectionThatIsOutOfStep() {
    onHub(() -> {
      try (Connection holder = database.connect();
          Connection own = database.connect()) {
        ask(holder, "SELECT 1 FROM pg_advisory_lock(%d)".formatted(LOCK));
        Greenlet<Integer> victim = spawn(() -> ask(own, waitForLock(1)));
        awaitWaiting(holder, 1);
        victim.kill();
        assertThat(victim.state()).isEqualTo(Greenlet.State.KILLED);
        assertThat(own.isClosed()).isFalse();

        ask(holder, "SELECT 1 FROM pg_advisory_unlock(%d)".formatted(LOCK));
        Object next = catchThrowable(() -> assertThat(ask(own, "SELECT 2")).isEqualTo(2));
        assertThat(next).as("the answer to the next question").isNotNull();
      }
      try (Connection fresh = database.connect()) {
        assertThat(ask(fresh, "SELECT 3")).isEqualTo(3);
      }
    });
  }

  @Test
  void limit_inAStatement_comesOutOfIt_andTheConnectionCanBeClosed() {
    onHub(() -> {
      try (Connection holder = database.connect()) {
        ask(holder, "SELECT 1 FROM pg_advisory_lock(%d)".formatted(LOCK));
        Connection own = database.connect();
        assertThatThrownBy(() -> withTimeout(Duration.ofMillis(50), () -> ask(own, waitForLock(1))))
            .isInstanceOf(TimeoutExpired.class);
        own.close();
        assertThat(own.isClosed()).isTrue();
        assertThat(Hub.current().stats().socketWaits()).isZero();
      }
    });
  }

  @Test
  void setQueryTimeout_asksTheServer_andTheConnectionIsWhole() {
    onHub(() -> {
      try (Connection own = database.connect();
          Statement statement = own.createStatement()) {
        statement.setQueryTimeout(1);
        assertThatThrownBy(() -> statement.executeQuery("SELECT pg_sleep(60)"))
            .isInstanceOfSatisfying(
                SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo("57014"));
        assertThat(ask(own, "SELECT 2")).isEqualTo(2);
      }
    });
  }
}
