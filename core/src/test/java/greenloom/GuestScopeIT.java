package greenloom;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/**
 * Scopes and groups of virtual threads of the JDK's own scheduler: their greenlets run beside them,
 * on the hub in the background, and end at any moment.
 */
class GuestScopeIT {
  private static final int ROUNDS = 20_000;
  private static volatile int sink;

  private static void onJdkVirtualThread(Callable<Void> body) throws Exception {
    FutureTask<Void> task = new FutureTask<>(body);
    Thread.startVirtualThread(task);
    task.get(60, TimeUnit.SECONDS);
  }

  /** Takes a little time, another one in each round. */
  private static void compute(int round) {
    for (int i = 0; i < round % 200 * 20; i++) {
      sink = i;
    }
  }

  @Test
  void run_aGreenletFailsAboutWhenTheBodyEnds_isTold_andNothingComesLater() throws Exception {
    IllegalStateException failure = new IllegalStateException("expected");
    onJdkVirtualThread(() -> {
      for (int i = 0; i < ROUNDS; i++) {
        int round = i;
        Throwable found =
            catchThrowable(() ->
                Scope.run(scope -> {
                  scope.spawn(() -> {
                    throw failure;
                  });
                  compute(round);
                }));
        assertThat(found).as("round %s", i).isSameAs(failure);
        Greenloom.yieldNow(); // a signal of that scope would come out here
      }
      return null;
    });
  }

  @Test
  void join_aGroupWhoseMembersEndMeanwhile_losesNone() throws Exception {
    onJdkVirtualThread(() -> {
      Group group = new Group();
      List<Greenlet<Integer>> members = new ArrayList<>();
      for (int i = 0; i < ROUNDS; i++) {
        int round = i;
        members.add(group.spawn(() -> round));
        if (i % 100 == 0) {
          group.join();
          assertThat(members).allMatch(Greenlet::successful);
          members.clear();
          assertThat(group.size()).isZero();
        }
      }
      return null;
    });
  }
}
