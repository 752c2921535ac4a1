#include "services/reporting/document/template_sections.h"

#include <optional>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "absl/strings/str_cat.h"
#include "services/reporting/document/blocks.h"
#include "services/reporting/document/free_text.h"
#include "services/reporting/document/inline_text.h"
#include "services/reporting/document/part_ids.h"
#include "services/reporting/document/report_texts.h"
#include "services/reporting/document/section_content.h"

namespace lotse::reporting {
namespace {

using lotse::type::v1alpha::Text;
using v1alpha::Block;
using v1alpha::Section;
using v1alpha::TemplateSection;

constexpr int kDeepestLevel = 4;

// Appends what people wrote, told to be of its language where that is not the report's.
void AppendFreeText(absl::string_view text, const std::string& language, Section& section) {
  const auto tell = [&language](v1alpha::Span& span) {
    if (!language.empty()) span.set_language(language);
  };
  for (Block& block : ParseFreeText(text)) {
    if (block.has_paragraph()) {
      for (v1alpha::Span& span : *block.mutable_paragraph()->mutable_spans()) tell(span);
    } else if (block.has_list()) {
      for (v1alpha::TextItem& item : *block.mutable_list()->mutable_items()) {
        for (v1alpha::Span& span : *item.mutable_spans()) tell(span);
      }
    }
    *section.add_blocks() = std::move(block);
  }
}

// A sub-section that is too deep becomes a part of the one above it, under its title.
void FoldDeepSections(int level, Section& section) {
  if (level < kDeepestLevel) {
    for (Section& inner : *section.mutable_sections()) FoldDeepSections(level + 1, inner);
    return;
  }
  google::protobuf::RepeatedPtrField<Section> deeper;
  deeper.Swap(section.mutable_sections());
  for (Section& inner : deeper) {
    FoldDeepSections(level, inner);
    v1alpha::Span& title = *section.add_blocks()->mutable_paragraph()->add_spans();
    title.set_text(inner.title());
    title.set_mark(v1alpha::Span::MARK_STRONG);
    for (Block& block : *inner.mutable_blocks()) *section.add_blocks() = std::move(block);
  }
}

// Arguments for a text that is read for marks: those that are texts have none, whatever people
// called things.
MessageArguments WithoutMarks(MessageArguments arguments) {
  for (auto& [name, value] : arguments) {
    if (auto* text = std::get_if<std::string>(&value); text != nullptr) *text = Escaped(*text);
  }
  return arguments;
}

class Walk {
 public:
  Walk(const ReportInputs& inputs, const MessageArguments& arguments,
       const Corrections* corrections)
      : inputs_(inputs),
        arguments_(arguments),
        without_marks_(WithoutMarks(arguments)),
        corrections_(corrections) {}

  // The section, or nothing if its condition does not hold.
  absl::StatusOr<std::optional<Section>> Build(const TemplateSection& from, int level) const {
    const std::string where = absl::StrCat("section `", from.section_id(), "`");
    Section section;
    section.set_section_id(from.section_id());
    absl::StatusOr<std::string> title =
        FillIn(from.title(), inputs_, arguments_, absl::StrCat(where, ": title"));
    if (!title.ok()) return title.status();
    section.set_title(title->empty() ? from.section_id() : *title);
    absl::StatusOr<std::string> intro =
        FillIn(from.intro(), inputs_, without_marks_, absl::StrCat(where, ": intro"));
    if (!intro.ok()) return intro.status();
    AppendFreeText(*intro, OtherLanguage(from.intro(), inputs_.language), section);
    const int before = section.blocks_size();
    AppendTexts(from.section_id(), section);
    section.set_section_id(ContentPrefix(from.section_id()));
    AppendContent(from.content(), inputs_, kDeepestLevel - level, corrections_, section);
    section.set_section_id(from.section_id());
    section.set_about_version(from.content() == TemplateSection::CONTENT_CORRECTIONS ||
                              from.content() == TemplateSection::CONTENT_PROVENANCE);
    FoldDeepSections(level, section);
    for (const TemplateSection& inner : from.sections()) {
      absl::StatusOr<std::optional<Section>> built = Build(inner, level + 1);
      if (!built.ok()) return built.status();
      if (built->has_value()) *section.add_sections() = *std::move(*built);
    }
    if (section.blocks_size() > before || !section.sections().empty()) return section;
    if (from.condition() != TemplateSection::CONDITION_ALWAYS) return std::nullopt;
    AddParagraph(ReportWordingOf(inputs_.language).nothing_to_show, section);
    return section;
  }

 private:
  void AppendTexts(const std::string& section_id, Section& section) const {
    for (const v1alpha::ReportText& text : inputs_.report.texts()) {
      if (text.section_id() != section_id) continue;
      AppendFreeText(ChooseText(text.text(), inputs_.language),
                     OtherLanguage(text.text(), inputs_.language), section);
    }
  }

  const ReportInputs& inputs_;
  const MessageArguments& arguments_;
  const MessageArguments without_marks_;
  const Corrections* const corrections_;
};

}  // namespace

absl::StatusOr<std::string> FillIn(const Text& text, const ReportInputs& inputs,
                                   const MessageArguments& arguments, absl::string_view where) {
  const std::string pattern = ChooseText(text, inputs.language);
  if (pattern.empty()) return pattern;
  absl::StatusOr<std::string> filled = FormatMessage(inputs.language, pattern, arguments);
  if (absl::IsNotFound(filled.status())) return std::string();
  if (!filled.ok()) {
    return absl::Status(filled.status().code(),
                        absl::StrCat(where, " ", filled.status().message()));
  }
  return filled;
}

absl::Status AddSections(const v1alpha::ReportTemplate& report_template, const ReportInputs& inputs,
                         const MessageArguments& arguments, const Corrections* corrections,
                         v1alpha::Document& document) {
  const Walk walk(inputs, arguments, corrections);
  for (const TemplateSection& from : report_template.sections()) {
    absl::StatusOr<std::optional<Section>> built = walk.Build(from, 1);
    if (!built.ok()) return built.status();
    if (built->has_value()) *document.add_sections() = *std::move(*built);
  }
  return absl::OkStatus();
}

}  // namespace lotse::reporting
