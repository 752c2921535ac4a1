#include "services/reporting/render/html.h"

#include <utility>
#include <vector>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/substitute.h"
#include "services/reporting/document/format.h"
#include "services/reporting/document/texts.h"
#include "services/reporting/render/chart.h"
#include "services/reporting/render/facts.h"
#include "services/reporting/render/html_blocks.h"
#include "services/reporting/render/html_table.h"
#include "services/reporting/render/markup.h"
#include "services/reporting/render/render_words.h"
#include "services/reporting/render/style.h"

namespace lotse::reporting {
namespace {

using v1alpha::Appearance;
using v1alpha::Block;
using v1alpha::Chart;
using v1alpha::Document;
using v1alpha::Section;
using v1alpha::Table;

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

// The table of a chart, which stands in the same section.
const Table* FindTable(const Section& section, const std::string& id) {
  for (const Block& block : section.blocks()) {
    if (block.has_table() && block.table().table_id() == id) return &block.table();
  }
  return nullptr;
}

// A logo as the address of a picture that stands in the file; empty if it is none.
std::string LogoAddress(const Appearance& appearance) {
  const std::string& type = appearance.logo_media_type();
  if (appearance.logo().empty() || (type != "image/png" && type != "image/jpeg")) return "";
  return absl::StrCat("data:", type, ";base64,", absl::Base64Escape(appearance.logo()));
}

// `3.1 Title`, from the number `3` of the parent and the position from 1.
std::string NumberOf(const std::string& parent, int position) {
  return absl::StrCat(parent, parent.empty() ? "" : ".", position);
}

// Writes a document from top to bottom; it counts the tables and figures.
class HtmlWriter {
 public:
  HtmlWriter(const Document& document, const Edition& edition)
      : document_(document),
        edition_(edition),
        language_(LanguageOf(document)),
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
    out_.Void("meta", {{"name", "referrer"}, {"content", "no-referrer"}});
    out_.NewLine();
    out_.Leaf("title", {}, document_.title());
    out_.NewLine();
    out_.Style(absl::StrCat(ReportStyle(document_.appearance().accent_colour()),
                            PageStyle(document_.title(), language_)));
    out_.NewLine();
    out_.Close();
    out_.NewLine();
  }

  void WriteTitle() {
    out_.Open("header");
    out_.NewLine();
    const std::string logo = LogoAddress(document_.appearance());
    if (!logo.empty()) {
      out_.Void(
          "img",
          {{"class", "logo"}, {"alt", document_.appearance().logo_alt_text()}, {"src", logo}});
      out_.NewLine();
    }
    out_.Leaf("h1", {}, document_.title());
    out_.NewLine();
    if (!document_.subtitle().empty()) {
      out_.Leaf("p", {{"class", "subtitle"}}, document_.subtitle());
      out_.NewLine();
    }
    for (const Fact& fact : TimeFacts(document_)) {
      out_.Leaf("p", {{"class", "as-of"}}, fact.text);
      out_.NewLine();
    }
    if (!document_.imprint().publisher().empty()) {
      out_.Leaf("p", {{"class", "publisher"}}, document_.imprint().publisher());
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
    for (const Block& block : section.blocks()) WriteBlock(block, section);
    int position = 0;
    for (const Section& inner : section.sections()) {
      WriteSection(inner, level + 1, NumberOf(number, ++position));
    }
    out_.Close();
    out_.NewLine();
  }

  void WriteBlock(const Block& block, const Section& section) {
    switch (block.content_case()) {
      case Block::kParagraph:
        WriteParagraph(block.paragraph(), language_, out_);
        return;
      case Block::kTable:
        WriteHtmlTable(block.table(), ++tables_, language_, out_);
        return;
      case Block::kChart:
        WriteChart(block.chart(), FindTable(section, block.chart().table_id()));
        return;
      case Block::kList:
        WriteList(block.list(), out_);
        return;
      case Block::kIndicator:
        WriteIndicator(block.indicator(), language_, out_);
        return;
      case Block::kQuote:
        WriteQuote(block.quote(), out_);
        return;
      case Block::CONTENT_NOT_SET:
        return;
    }
  }

  void WriteChart(const Chart& chart, const Table* table) {
    out_.Open("figure", {{"id", chart.chart_id()}});
    out_.NewLine();
    if (table != nullptr) {
      WriteSvgChart({chart, *table, document_.as_of_date(), language_}, out_);
      out_.NewLine();
    }
    out_.Leaf("figcaption", {}, absl::Substitute(words_.figure_label, ++figures_, chart.title()));
    out_.NewLine();
    out_.Close();
    out_.NewLine();
  }

  // A part of the end with its heading; nothing if it has neither facts nor tables.
  void WriteEnd(absl::string_view id, const char* heading, const std::vector<Fact>& facts,
                const std::vector<Table>& tables) {
    if (facts.empty() && tables.empty()) return;
    out_.Open("section", {{"id", id}});
    out_.NewLine();
    out_.Leaf("h2", {}, heading);
    out_.NewLine();
    if (!facts.empty()) {
      out_.Open("dl");
      out_.NewLine();
      for (const Fact& fact : facts) {
        out_.Open("div");
        out_.Leaf("dt", {}, fact.label);
        out_.Leaf("dd", {}, fact.text);
        out_.Close();
        out_.NewLine();
      }
      out_.Close();
      out_.NewLine();
    }
    for (const Table& table : tables) WriteHtmlTable(table, ++tables_, language_, out_);
    out_.Close();
    out_.NewLine();
  }

  void WriteFooter() {
    const std::vector<Fact> imprint = ImprintFacts(document_);
    const std::vector<Fact> edition = EditionFacts(document_, edition_);
    const std::vector<Table> evidence = EvidenceTables(document_);
    if (imprint.empty() && edition.empty() && evidence.empty()) return;
    const RenderWording& words = RenderWordingOf(language_);
    out_.Open("footer");
    out_.NewLine();
    WriteEnd("_imprint", words.imprint_heading, imprint, {});
    WriteEnd("_evidence", words.evidence_heading, edition, evidence);
    if (!edition_.content_sha256.empty()) {
      out_.Leaf("p", {}, words_.content_hash_check);
      out_.NewLine();
    }
    out_.Close();
    out_.NewLine();
  }

  const Document& document_;
  const Edition& edition_;
  const Language language_;
  const Wording& words_;
  MarkupWriter out_;
  int tables_ = 0;
  int figures_ = 0;
};

}  // namespace

std::string RenderHtml(const Document& document, const Edition& edition) {
  return HtmlWriter(document, edition).Run();
}

}  // namespace lotse::reporting
