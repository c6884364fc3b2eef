package greenloom.examples;

class EchoByCallbacksIT implements Echoes {
  @Override
  public Class<?> program() {
    return EchoByCallbacks.class;
  }
}
