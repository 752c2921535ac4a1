#include "services/reporting/render/html.h"

#include <algorithm>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/substitute.h"
#include "services/reporting/document/format.h"
#include "services/reporting/document/texts.h"
#include "services/reporting/render/html_table.h"
#include "services/reporting/render/markup.h"
#include "services/reporting/render/style.h"
#include "services/reporting/render/svg_bar_chart.h"

namespace lotse::reporting {
namespace {

using v1alpha::BarChart;
using v1alpha::Block;
using v1alpha::Document;
using v1alpha::Paragraph;
using v1alpha::Section;

// Sections of these levels stand in the table of contents. Below them are the
// single questions, too many to find one's way in.
constexpr int kContentsLevels = 2;

// The styles stand in the file, so they are allowed; nothing else is.
constexpr char kPolicy[] =
    "default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; "
    "form-action 'none'";

// Heading of a section; the title of the report is h1.
MarkupName HeadingOf(int level) {
  switch (level) {
    case 1:
      return "h2";
    case 2:
      return "h3";
    case 3:
      return "h4";
    case 4:
      return "h5";
    default:
      return "h6";
  }
}

// `3.1 Title`, from the number `3` of the parent and the position from 1.
std::string NumberOf(const std::string& parent, int position) {
  return absl::StrCat(parent, parent.empty() ? "" : ".", position);
}

// Writes a document from top to bottom; it counts the tables and figures.
class HtmlWriter {
 public:
  HtmlWriter(const Document& document, absl::string_view content_sha256)
      : document_(document),
        content_sha256_(content_sha256),
        language_(ParseLanguage(document.language()).value_or(Language::kGerman)),
        words_(WordingOf(language_)) {}

  std::string Run() && {
    out_.Doctype();
    out_.Open("html", {{"lang", document_.language()}});
    out_.NewLine();
    WriteHead();
    out_.Open("body");
    out_.NewLine();
    out_.Leaf("a", {{"class", "skip"}, {"href", "#_main"}}, words_.skip_link);
    out_.NewLine();
    WriteTitle();
    WriteContents();
    WriteMain();
    WriteFooter();
    out_.Close();
    out_.NewLine();
    out_.Close();
    out_.NewLine();
    return std::move(out_).Finish();
  }

 private:
  void WriteHead() {
    out_.Open("head");
    out_.NewLine();
    out_.Void("meta", {{"charset", "utf-8"}});
    out_.NewLine();
    out_.Void("meta", {{"http-equiv", "Content-Security-Policy"}, {"content", kPolicy}});
    out_.NewLine();
    out_.Void("meta", {{"name", "viewport"}, {"content", "width=device-width, initial-scale=1"}});
    out_.NewLine();
    out_.Leaf("title", {}, document_.title());
    out_.NewLine();
    out_.Open("style");
    out_.Text(ReportStyle());
    out_.Close();
    out_.NewLine();
    out_.Close();
    out_.NewLine();
  }

  void WriteTitle() {
    out_.Open("header");
    out_.NewLine();
    out_.Leaf("h1", {}, document_.title());
    out_.NewLine();
    if (!document_.subtitle().empty()) {
      out_.Leaf("p", {{"class", "subtitle"}}, document_.subtitle());
      out_.NewLine();
    }
    const std::string day = FormatDate(language_, document_.as_of_date());
    if (!day.empty()) {
      out_.Leaf("p", {{"class", "as-of"}}, absl::Substitute(words_.as_of, day));
      out_.NewLine();
    }
    out_.Close();
    out_.NewLine();
  }

  template <typename Sections>
  void WriteContentsOf(const Sections& sections, int level, const std::string& parent) {
    out_.Open("ol");
    out_.NewLine();
    int position = 0;
    for (const Section& section : sections) {
      const std::string number = NumberOf(parent, ++position);
      out_.Open("li");
      out_.Leaf("a", {{"href", absl::StrCat("#", section.section_id())}},
                absl::StrCat(number, " ", section.title()));
      if (level < kContentsLevels && !section.sections().empty()) {
        out_.NewLine();
        WriteContentsOf(section.sections(), level + 1, number);
      }
      out_.Close();
      out_.NewLine();
    }
    out_.Close();
    out_.NewLine();
  }

  void WriteContents() {
    out_.Open("nav", {{"aria-labelledby", "_contents"}});
    out_.NewLine();
    out_.Leaf("h2", {{"id", "_contents"}}, words_.contents_heading);
    out_.NewLine();
    WriteContentsOf(document_.sections(), 1, "");
    out_.Close();
    out_.NewLine();
  }

  void WriteMain() {
    out_.Open("main", {{"id", "_main"}, {"tabindex", "-1"}});
    out_.NewLine();
    int position = 0;
    for (const Section& section : document_.sections()) {
      WriteSection(section, 1, NumberOf("", ++position));
    }
    out_.Close();
    out_.NewLine();
  }

  void WriteSection(const Section& section, int level, const std::string& number) {
    out_.Open("section", {{"id", section.section_id()}});
    out_.NewLine();
    out_.Leaf(HeadingOf(level), {}, absl::StrCat(number, " ", section.title()));
    out_.NewLine();
    for (const Block& block : section.blocks()) WriteBlock(block);
    int position = 0;
    for (const Section& inner : section.sections()) {
      WriteSection(inner, level + 1, NumberOf(number, ++position));
    }
    out_.Close();
    out_.NewLine();
  }

  void WriteBlock(const Block& block) {
    switch (block.content_case()) {
      case Block::kParagraph:
        WriteParagraph(block.paragraph());
        return;
      case Block::kTable:
        WriteHtmlTable(block.table(), ++tables_, language_, out_);
        return;
      case Block::kBarChart:
        WriteChart(block.bar_chart());
        return;
      case Block::CONTENT_NOT_SET:
        return;
    }
  }

  void WriteParagraph(const Paragraph& paragraph) {
    if (paragraph.kind() == Paragraph::KIND_WARNING) {
      out_.Open("div", {{"class", "warning"}, {"role", "note"}});
      out_.Open("p");
      out_.Leaf("strong", {}, absl::StrCat(words_.warning_word, ":"));
      out_.Text(absl::StrCat(" ", paragraph.text()));
      out_.Close();
      out_.Close();
    } else if (paragraph.kind() == Paragraph::KIND_NOTE) {
      out_.Leaf("p", {{"class", "note"}}, paragraph.text());
    } else {
      out_.Leaf("p", {}, paragraph.text());
    }
    out_.NewLine();
  }

  void WriteChart(const BarChart& chart) {
    out_.Open("figure", {{"id", chart.chart_id()}});
    out_.NewLine();
    WriteSvgBarChart(chart, language_, out_);
    out_.NewLine();
    out_.Leaf("figcaption", {}, absl::Substitute(words_.figure_label, ++figures_, chart.title()));
    out_.NewLine();
    out_.Close();
    out_.NewLine();
  }

  void WriteFooter() {
    if (content_sha256_.empty()) return;
    out_.Open("footer");
    out_.NewLine();
    out_.Open("p");
    out_.Text(absl::StrCat(words_.content_hash_label, ": "));
    out_.Leaf("code", {}, content_sha256_);
    out_.Close();
    out_.NewLine();
    out_.Leaf("p", {}, words_.content_hash_check);
    out_.NewLine();
    out_.Close();
    out_.NewLine();
  }

  const Document& document_;
  const absl::string_view content_sha256_;
  const Language language_;
  const Wording& words_;
  MarkupWriter out_;
  int tables_ = 0;
  int figures_ = 0;
};

}  // namespace

std::string RenderHtml(const Document& document, absl::string_view content_sha256) {
  return HtmlWriter(document, content_sha256).Run();
}

}  // namespace lotse::reporting
