package greenloom.examples;

class EchoBySelectorIT implements Echoes {
  @Override
  public Class<?> program() {
    return EchoBySelector.class;
  }
}
