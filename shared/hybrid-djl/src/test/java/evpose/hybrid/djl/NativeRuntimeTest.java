package evpose.hybrid.djl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NativeRuntimeTest {
  @TempDir Path directory;

  @Test
  void librariesThatLieThereNeedNotBeWritten() throws IOException {
    assertThat(NativeRuntime.isUnpacked(directory)).isFalse();
    Path version = Files.createDirectories(directory.resolve("pytorch/2.7.1-cpu-linux-x86_64"));
    assertThat(NativeRuntime.isUnpacked(directory)).isFalse();
    Files.createFile(version.resolve(System.mapLibraryName("torch")));
    assertThat(NativeRuntime.isUnpacked(directory)).isTrue();
  }

  @Test
  void aDirectoryThatCannotBeMadeIsNamed() throws IOException {
    Path file = Files.createFile(directory.resolve("file"));
    assertThatThrownBy(() -> NativeRuntime.requireWritable(file.resolve("djl")))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("set DJL_CACHE_DIR to one that can: directory=" + file);
  }

  @Test
  void theEnvironmentSaysWhere() {
    assertThat(NativeRuntime.cacheDir(Map.of("DJL_CACHE_DIR", "/a"), "/home/me"))
        .isEqualTo(Path.of("/a"));
    assertThat(NativeRuntime.cacheDir(Map.of(), "/home/me")).isEqualTo(Path.of("/home/me/.djl.ai"));
  }
}
