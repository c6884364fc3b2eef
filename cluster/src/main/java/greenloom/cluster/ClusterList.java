package greenloom.cluster;

import greenloom.process.SharedList;
import java.io.Serializable;
import java.util.AbstractList;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.ListIterator;

/** A shared list, all of it with one member and its copies. */
final class ClusterList<E> extends AbstractList<E> implements SharedList<E>, Serializable {
  private final SharedState<ArrayList<Packed>> list;

  ClusterList(Cluster cluster, String name) {
    this.list = cluster.object(name, ArrayList::new);
  }

  @Override
  public E get(int index) {
    return list.ask(all -> all.get(index)).value();
  }

  @Override
  public E set(int index, E element) {
    Packed packed = Packed.of(element);
    return list.change(all -> all.set(index, packed)).value();
  }

  @Override
  public boolean add(E element) {
    Packed packed = Packed.of(element);
    return list.change(all -> all.add(packed));
  }

  @Override
  public void add(int index, E element) {
    Packed packed = Packed.of(element);
    boolean _ =
        list.change(all -> {
          all.add(index, packed);
          return true;
        });
  }

  @Override
  public E remove(int index) {
    return list.change(all -> all.remove(index)).value();
  }

  @Override
  public int size() {
    return list.ask(ArrayList::size);
  }

  @Override
  public void clear() {
    boolean _ =
        list.change(all -> {
          all.clear();
          return true;
        });
  }

  private List<E> copy() {
    List<E> copy = new ArrayList<>();
    list.ask(all -> new ArrayList<>(all)).forEach(packed -> copy.add(packed.value()));
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
