package greenloom.coroutine;

import java.lang.ref.Reference;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/**
 * The half of a generator that its user holds. Each call keeps it in reach until it returns, so
 * that nothing is closed while it runs.
 */
final class LiveGenerator<
        T extends @Nullable Object, S extends @Nullable Object, R extends @Nullable Object>
    implements SendGenerator<T, S, R> {
  private final GeneratorCore<T, S, R> core;

  LiveGenerator(SendGenerator.Body<T, S, R> body) {
    core = new GeneratorCore<>(body);
  }

  static <T extends @Nullable Object> LiveGenerator<T, Object, Boolean> of(Generator.Body<T> body) {
    return new LiveGenerator<>(out -> {
      body.run(new Plain<>(out));
      return true;
    });
  }

  static NoSuchElementException noMore() {
    return new NoSuchElementException("the body of this generator has ended");
  }

  @Override
  public boolean hasNext() {
    try {
      return core.fetch(this);
    } finally {
      Reference.reachabilityFence(this);
    }
  }

  @Override
  public T next() {
    try {
      if (!core.fetch(this)) {
        throw noMore();
      }
      return core.take();
    } finally {
      Reference.reachabilityFence(this);
    }
  }

  @Override
  public T send(@Nullable S value) {
    if (value == null) {
      return next();
    }
    try {
      core.expectValue(this);
      if (!core.advance(this, value, null)) {
        throw noMore();
      }
      return core.take();
    } finally {
      Reference.reachabilityFence(this);
    }
  }

  @Override
  public T throwInto(Throwable error) {
    try {
      return core.throwInto(this, error);
    } finally {
      Reference.reachabilityFence(this);
    }
  }

  @Override
  public void close() {
    try {
      core.close(this);
    } finally {
      Reference.reachabilityFence(this);
    }
  }

  @Override
  public R result() {
    return core.result();
  }

  @Override
  public Stream<T> stream() {
    Spliterator<T> rest = Spliterators.spliteratorUnknownSize(this, Spliterator.ORDERED);
    return StreamSupport.stream(rest, false).onClose(this::close);
  }

  /** As hasNext, with an error thrown in or a value sent. */
  boolean advance(@Nullable S value, @Nullable Throwable error) {
    try {
      return core.advance(this, value, error);
    } finally {
      Reference.reachabilityFence(this);
    }
  }

  T take() {
    return core.take();
  }

  @Override
  public String toString() {
    return "Generator["
        + Integer.toHexString(System.identityHashCode(this))
        + ", "
        + core.state()
        + "]";
  }

  /** Yields without an answer. */
  record Plain<T extends @Nullable Object>(SendGenerator.Out<T, Object> out)
      implements Generator.Out<T> {
    @Override
    public void yield(T element) {
      out.yield(element);
    }

    @Override
    public void yieldAll(Iterator<? extends T> elements) {
      out.yieldAll(elements);
    }
  }
}
