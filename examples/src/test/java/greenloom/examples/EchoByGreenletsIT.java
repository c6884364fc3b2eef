package greenloom.examples;

class EchoByGreenletsIT implements Echoes {
  @Override
  public Class<?> program() {
    return EchoByGreenlets.class;
  }
}
