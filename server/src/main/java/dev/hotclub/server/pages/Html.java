package dev.hotclub.server.pages;

import gg.jte.TemplateOutput;
import gg.jte.html.HtmlInterceptor;
import gg.jte.html.HtmlTemplateOutput;
import gg.jte.html.OwaspHtmlTemplateOutput;
import gg.jte.output.StringOutput;
import java.util.Map;

/// Calls a template.
final class Html {
  /// Our templates write their forms themselves.
  static final HtmlInterceptor NOTHING_ADDED =
      new HtmlInterceptor() {
        @Override
        public void onHtmlTagOpened(
            String name, Map<String, Object> attributes, TemplateOutput out) {}

        @Override
        public void onHtmlTagClosed(String name, TemplateOutput out) {}
      };

  private Html() {}

  /// A template with its parameters.
  interface Template {
    void render(HtmlTemplateOutput out, HtmlInterceptor interceptor);
  }

  static String of(Template template) {
    StringOutput text = new StringOutput(32_768);
    template.render(new OwaspHtmlTemplateOutput(text), NOTHING_ADDED);
    return text.toString();
  }
}
