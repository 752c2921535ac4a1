#include "services/reporting/document/check_document.h"

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "runtime/types/date.h"
#include "services/reporting/document/check_blocks.h"
#include "services/reporting/document/check_chart.h"
#include "services/reporting/document/check_problems.h"
#include "services/reporting/document/check_table.h"
#include "services/reporting/document/format.h"
#include "services/reporting/domain/contrast.h"

namespace lotse::reporting {
namespace {

using v1alpha::Appearance;
using v1alpha::Block;
using v1alpha::Document;
using v1alpha::Section;
using v1alpha::Source;

constexpr int kDeepestLevel = 4;
constexpr int kMostLogoBytes = 200'000;
// As many as a programme has funders.
constexpr int kMostFunderStatements = 20;
constexpr size_t kSha256Digits = 64;

constexpr absl::string_view kPng("\x89PNG\r\n\x1a\n", 8);
constexpr absl::string_view kJpeg("\xff\xd8\xff", 3);

void CheckPeriod(const Document& document, Problems& problems) {
  problems.RequireDay(document.as_of_date(), "as_of_date");
  const bool starts =
      document.has_start_date() && problems.RequireDay(document.start_date(), "start_date");
  const bool ends = document.has_end_date() && problems.RequireDay(document.end_date(), "end_date");
  if (starts && ends &&
      types::ToCivil(document.end_date()) < types::ToCivil(document.start_date())) {
    problems.Add("end_date", "is before start_date");
  }
}

void CheckBlock(const Block& block, const Section& section, Section::Scope scope,
                const Document& document, const std::string& path, Problems& problems) {
  switch (block.content_case()) {
    case Block::kParagraph:
      return CheckParagraph(block.paragraph(), In(path, "paragraph"), problems);
    case Block::kTable:
      return CheckTable(block.table(), document.sources_size(), scope, In(path, "table"), problems);
    case Block::kChart:
      return CheckChart(block.chart(), section, scope, In(path, "chart"), problems);
    case Block::kList:
      return CheckList(block.list(), In(path, "list"), problems);
    case Block::kIndicator:
      return CheckIndicator(block.indicator(), section, scope, In(path, "indicator"), problems);
    case Block::kQuote:
      return CheckQuote(block.quote(), In(path, "quote"), problems);
    case Block::CONTENT_NOT_SET:
      return problems.Add(path, "has no content");
  }
}

// `above` is the scope of the sections around it; what stands in a section without one belongs
// to that.
void CheckSection(const Section& section, int level, Section::Scope above, const Document& document,
                  const std::string& path, Problems& problems) {
  problems.RequireId(section.section_id(), In(path, "section_id"));
  problems.RequireText(section.title(), In(path, "title"));
  Section::Scope scope = section.scope();
  if (scope == Section::SCOPE_UNSPECIFIED) scope = above;
  if (above != Section::SCOPE_UNSPECIFIED && scope != above) {
    problems.Add(In(path, "scope"), "mixes controlling and monitoring in one section");
  }
  for (int i = 0; i < section.blocks_size(); ++i) {
    CheckBlock(section.blocks(i), section, scope, document, At(path, "blocks", i), problems);
  }
  for (int i = 0; i < section.sections_size(); ++i) {
    const std::string inner = At(path, "sections", i);
    // Reported once per branch and not followed further down: the depth of a document comes from
    // outside and recursion must have an end.
    if (level == kDeepestLevel) {
      problems.Add(inner, absl::StrCat("is deeper than ", kDeepestLevel, " levels"));
    } else {
      CheckSection(section.sections(i), level + 1, scope, document, inner, problems);
    }
  }
}

bool IsSha256(const std::string& digits) {
  return digits.size() == kSha256Digits &&
         digits.find_first_not_of("0123456789abcdef") == std::string::npos;
}

void CheckSource(const Source& source, const std::string& path, Problems& problems) {
  problems.RequireText(source.service(), In(path, "service"));
  problems.RequireText(source.resource(), In(path, "resource"));
  const std::string last_reached = In(path, "last_reached_date");
  if (!source.content_sha256().empty() && !IsSha256(source.content_sha256())) {
    problems.Add(In(path, "content_sha256"), "is not of 64 lower-case hexadecimal digits");
  }
  switch (source.state()) {
    case Source::STATE_REACHED:
      problems.RequireText(source.revision(), In(path, "revision"));
      if (source.has_last_reached_date()) {
        problems.Add(last_reached, "must be absent for a source that answered");
      }
      return;
    case Source::STATE_UNREACHABLE:
      problems.RequireUtf8(source.revision(), In(path, "revision"));
      if (!source.revision().empty()) {
        problems.RequireDay(source.last_reached_date(), last_reached);
      } else if (source.has_last_reached_date()) {
        problems.Add(In(path, "revision"),
                     "is empty, but last_reached_date says that it once answered");
      }
      return;
    default:
      return problems.Add(In(path, "state"), "is not set");
  }
}

void CheckImprint(const v1alpha::Imprint& imprint, Problems& problems) {
  problems.RequireUtf8(imprint.publisher(), "imprint.publisher");
  problems.RequireUtf8(imprint.contact(), "imprint.contact");
  problems.RequireUtf8(imprint.barrier_contact(), "imprint.barrier_contact");
  for (int i = 0; i < imprint.funder_statements_size(); ++i) {
    problems.RequireText(imprint.funder_statements(i), At("imprint", "funder_statements", i));
  }
  if (imprint.funder_statements_size() > kMostFunderStatements) {
    problems.Add("imprint.funder_statements",
                 absl::StrCat("are more than ", kMostFunderStatements));
  }
}

void CheckLogo(const Appearance& appearance, Problems& problems) {
  const std::string& type = appearance.logo_media_type();
  if (appearance.logo().empty()) {
    if (!type.empty()) problems.Add("appearance.logo_media_type", "must be empty without a logo");
    if (!appearance.logo_alt_text().empty()) {
      problems.Add("appearance.logo_alt_text", "must be empty without a logo");
    }
    return;
  }
  if (appearance.logo().size() > kMostLogoBytes) {
    problems.Add("appearance.logo", absl::StrCat("has more than ", kMostLogoBytes, " bytes"));
  }
  if (type != "image/png" && type != "image/jpeg") {
    problems.Add("appearance.logo_media_type", "is neither image/png nor image/jpeg");
  } else if (!absl::StartsWith(appearance.logo(), type == "image/png" ? kPng : kJpeg)) {
    problems.Add("appearance.logo", absl::StrCat("is not of the type ", type));
  }
  problems.RequireText(appearance.logo_alt_text(), "appearance.logo_alt_text");
}

void CheckAppearance(const Appearance& appearance, Problems& problems) {
  if (!appearance.accent_colour().empty()) {
    const std::optional<Colour> colour = ParseColour(appearance.accent_colour());
    if (!colour.has_value()) {
      problems.Add("appearance.accent_colour", "is not `#` and six hexadecimal digits");
    } else if (ContrastHundredths(*colour, kWhite) < kTextContrast) {
      problems.Add("appearance.accent_colour", "has a contrast to white of less than 4.5 to 1");
    }
  }
  CheckLogo(appearance, problems);
}

// Where the figures come from, and by which rules.
void CheckOrigin(const Document& document, Problems& problems) {
  for (int i = 0; i < document.sources_size(); ++i) {
    CheckSource(document.sources(i), At("", "sources", i), problems);
  }
  for (int i = 0; i < document.log_heads_size(); ++i) {
    const v1alpha::LogHead& head = document.log_heads(i);
    const std::string path = At("", "log_heads", i);
    problems.RequireText(head.service(), In(path, "service"));
    problems.RequireText(head.owner(), In(path, "owner"));
    if (head.sequence() < 1) problems.Add(In(path, "sequence"), "is not 1 or more");
    if (!IsSha256(head.sha256())) {
      problems.Add(In(path, "sha256"), "is not of 64 lower-case hexadecimal digits");
    }
  }
  for (int i = 0; i < document.rules_size(); ++i) {
    const v1alpha::RuleVersion& rule = document.rules(i);
    const std::string path = At("", "rules", i);
    problems.RequireText(rule.rule_id(), In(path, "rule_id"));
    if (rule.version() < 1) problems.Add(In(path, "version"), "is not 1 or more");
    if (i > 0 && document.rules(i - 1).rule_id() >= rule.rule_id()) {
      problems.Add(In(path, "rule_id"), "is not in the order of the ids");
    }
  }
  if (document.has_template_()) {
    problems.RequireRevision(document.template_().name(), document.template_().revision(),
                             "template.name", "template.revision");
  }
}

}  // namespace

std::vector<DocumentProblem> CheckDocument(const Document& document) {
  Problems problems;
  if (!ParseLanguage(document.language()).has_value()) {
    problems.Add("language", "is neither `de` nor `en`");
  }
  problems.RequireText(document.title(), "title");
  problems.RequireUtf8(document.subtitle(), "subtitle");
  CheckPeriod(document, problems);
  CheckImprint(document.imprint(), problems);
  CheckAppearance(document.appearance(), problems);
  if (document.sections().empty()) problems.Add("sections", "must not be empty");
  for (int i = 0; i < document.sections_size(); ++i) {
    CheckSection(document.sections(i), 1, Section::SCOPE_UNSPECIFIED, document,
                 At("", "sections", i), problems);
  }
  CheckOrigin(document, problems);
  return problems.Take();
}

}  // namespace lotse::reporting
