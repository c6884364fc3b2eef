package greenloom.process;

import java.io.Serializable;
import java.util.AbstractList;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.ListIterator;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A shared list as its users see it. */
final class ManagedList<E> extends AbstractList<E> implements SharedList<E>, Serializable {
  private final Place place;

  ManagedList(Place place) {
    this.place = place;
  }

  private static Blob bytes(@Nullable Object element) {
    return Blob.of(Objects.requireNonNull(element, "a shared list takes no null"));
  }

  @SuppressWarnings({"unchecked", "NullAway"}) // it was put in as one
  private E element(Blob... answer) {
    return (E) answer[0].value(Accepted.here());
  }

  @Override
  public E get(int index) {
    return element(place.ask(Op.GET, Blob.of(index)));
  }

  @Override
  public E set(int index, E element) {
    return element(place.ask(Op.SET, Blob.of(index), bytes(element)));
  }

  @Override
  public boolean add(E element) {
    Blob[] _ = place.ask(Op.ADD, bytes(element));
    return true;
  }

  @Override
  public void add(int index, E element) {
    Blob[] _ = place.ask(Op.ADD_AT, Blob.of(index), bytes(element));
  }

  @Override
  public E remove(int index) {
    return element(place.ask(Op.REMOVE, Blob.of(index)));
  }

  @Override
  public int size() {
    return Objects.requireNonNull((Integer) place.ask(Op.SIZE)[0].value(Accepted.here()));
  }

  @Override
  public void clear() {
    Blob[] _ = place.ask(Op.CLEAR);
  }

  private List<E> copy() {
    List<E> copy = new ArrayList<>();
    for (Blob element : place.ask(Op.ALL)) {
      copy.add(element(element));
    }
    return Collections.unmodifiableList(copy);
  }

  @Override
  public Iterator<E> iterator() {
    return copy().iterator();
  }

  @Override
  public ListIterator<E> listIterator(int index) {
    return copy().listIterator(index);
  }

  @Override
  public Object[] toArray() {
    return copy().toArray();
  }

  @Override
  public <T> T[] toArray(T[] into) {
    return copy().toArray(into);
  }
}
