package greenloom.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.source.tree.ClassTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.ModifiersTree;
import com.sun.source.tree.Tree;
import com.sun.source.tree.Tree.Kind;
import com.sun.source.tree.VariableTree;
import com.sun.source.util.DocTrees;
import com.sun.source.util.JavacTask;
import com.sun.source.util.TreePath;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import javax.lang.model.element.Modifier;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;

/** Whatever a user of the library modules can name has a comment; what it says is for readers. */
class JavadocTest {
  private static final List<String> LIBRARIES =
      List.of("jdk", "coroutine", "core", "process", "cluster");
  private static final int SOURCES_AT_LEAST = 10;

  @Test
  void publicApi_ofEachLibraryModule_hasComments() throws IOException {
    List<Path> sources = sources();
    assertThat(sources).hasSizeGreaterThanOrEqualTo(SOURCES_AT_LEAST);
    var compiler = ToolProvider.getSystemJavaCompiler();
    var files = compiler.getStandardFileManager(null, null, null);
    var units = files.getJavaFileObjectsFromPaths(sources);
    var task = (JavacTask) compiler.getTask(null, files, null, null, null, units);
    var missing = new Missing(DocTrees.instance(task));
    for (CompilationUnitTree unit : task.parse()) {
      missing.collect(unit);
    }
    assertThat(missing.found).isEmpty();
  }

  private static List<Path> sources() throws IOException {
    var sources = new ArrayList<Path>();
    for (String library : LIBRARIES) {
      try (Stream<Path> tree = Files.walk(Path.of("..", library, "src", "main", "java"))) {
        tree.filter(file -> file.toString().endsWith(".java")).forEach(sources::add);
      }
    }
    return sources;
  }

  private static final class Missing {
    final List<String> found = new ArrayList<>();
    private final DocTrees docs;

    Missing(DocTrees docs) {
      this.docs = docs;
    }

    void collect(CompilationUnitTree unit) {
      TreePath top = new TreePath(unit);
      for (Tree type : unit.getTypeDecls()) {
        if (type instanceof ClassTree tree && visible(tree.getModifiers(), false)) {
          collect(new TreePath(top, tree), tree);
        }
      }
    }

    private void collect(TreePath path, ClassTree type) {
      require(path, type.getSimpleName());
      boolean open = type.getKind() == Kind.INTERFACE || type.getKind() == Kind.ANNOTATION_TYPE;
      for (Tree member : type.getMembers()) {
        TreePath here = new TreePath(path, member);
        switch (member) {
          case ClassTree inner when visible(inner.getModifiers(), open) -> collect(here, inner);
          case MethodTree method
              when visible(method.getModifiers(), open) && !overrides(method.getModifiers()) ->
              require(here, method.getName());
          case VariableTree field when visible(field.getModifiers(), open) ->
              require(here, field.getName());
          default -> {}
        }
      }
    }

    private void require(TreePath path, CharSequence name) {
      if (docs.getDocComment(path) == null) {
        CompilationUnitTree unit = path.getCompilationUnit();
        long at = docs.getSourcePositions().getStartPosition(unit, path.getLeaf());
        long line = unit.getLineMap().getLineNumber(at);
        found.add(unit.getSourceFile().getName() + ":" + line + ": no comment on " + name);
      }
    }

    private static boolean visible(ModifiersTree modifiers, boolean open) {
      var flags = modifiers.getFlags();
      return flags.contains(Modifier.PUBLIC)
          || flags.contains(Modifier.PROTECTED)
          || open && !flags.contains(Modifier.PRIVATE);
    }

    private static boolean overrides(ModifiersTree modifiers) {
      return modifiers.getAnnotations().stream()
          .anyMatch(annotation -> annotation.getAnnotationType().toString().equals("Override"));
    }
  }
}
