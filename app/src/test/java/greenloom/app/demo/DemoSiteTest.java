package greenloom.app.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Objects;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;

class DemoSiteTest {

  @Test
  void png_isReadByOthers() throws IOException {
    BufferedImage image =
        ImageIO.read(new ByteArrayInputStream(Png.encode(3, 2, (x, y) -> x * 0x10000 + y)));

    assertThat(image.getWidth()).isEqualTo(3);
    assertThat(image.getHeight()).isEqualTo(2);
    assertThat(image.getRGB(2, 1)).isEqualTo(0xff020001);
  }

  @Test
  void site_picturesAreRealAndDifferent() throws IOException {
    DemoSite site = new DemoSite();
    byte[] one = Objects.requireNonNull(site.find("/pattern-1.png")).body;
    byte[] other = Objects.requireNonNull(site.find("/warp/pattern-4.png")).body;

    assertThat(ImageIO.read(new ByteArrayInputStream(one)).getWidth()).isEqualTo(48);
    assertThat(one).isNotEqualTo(other);
  }

  @Test
  void site_isTheSameEachTime() {
    assertThat(Objects.requireNonNull(new DemoSite().find("/warp/")).body)
        .isEqualTo(Objects.requireNonNull(new DemoSite().find("/warp/")).body);
    assertThat(new DemoSite().find("/nothing")).isNull();
  }

  @Test
  void site_onlyRobotsComesAtOnce() {
    DemoSite site = new DemoSite();

    assertThat(Objects.requireNonNull(site.find("/robots.txt")).slow).isFalse();
    assertThat(Objects.requireNonNull(site.find("/")).slow).isTrue();
  }
}
