#include "services/survey/exchange/quexml.h"

#include <memory>
#include <pugixml.hpp>
#include <string>
#include <utility>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "services/survey/engine/instrument_rules.h"
#include "services/survey/engine/text_rules.h"
#include "services/survey/exchange/quexml_context.h"
#include "services/survey/exchange/quexml_question.h"
#include "services/survey/exchange/quexml_skips.h"
#include "services/survey/exchange/xml_source.h"

namespace lotse::survey {
namespace {

using pugi::xml_node;
using v1alpha::Instrument;
using v1alpha::InstrumentSection;

absl::Status Unreadable(int line, absl::string_view what) {
  return absl::InvalidArgumentError(absl::StrCat("line ", line, ": ", what));
}

// Reads the frame of a questionnaire: title, information, sections.
class Reader {
 public:
  Reader(const XmlSource& source, absl::string_view language) : context_(source, language) {}

  absl::StatusOr<ImportResult> Read(const xml_node& root) {
    context_.WarnOfUnknown(root, {"title", "subtitle"},
                           {"investigator", "dataCollector", "questionnaireInfo", "section"});
    ReadHead(root);
    for (const xml_node& node : root.children("section")) {
      if (const absl::Status status = ReadSection(node); !status.ok()) return status;
    }
    if (instrument_.sections().empty()) {
      context_.findings().Fail(context_.LineOf(root), "",
                               "There is no question; give at least one section with one.");
    }
    ApplySkips(context_.skips(), &instrument_, &context_.findings());
    ImportResult result;
    result.instrument = std::move(instrument_);
    result.places = context_.Places();
    result.findings = std::move(context_).TakeFindings();
    if (const std::size_t bytes = result.instrument.ByteSizeLong(); bytes > kMaxInstrumentBytes) {
      return absl::InvalidArgumentError(absl::StrCat(
          "the questionnaire would have ", bytes, " bytes, at most ", kMaxInstrumentBytes,
          "; a text above several responses stands in the question of each: shorten it, or divide "
          "the questionnaire"));
    }
    return result;
  }

 private:
  void ReadHead(const xml_node& root) {
    const std::string title = context_.PlainTextOf(root, "title", "");
    if (title.empty()) {
      context_.findings().Fail(context_.LineOf(root), "", "There is no title; fill <title>.");
    } else {
      *instrument_.mutable_title() = context_.MakeText(root.child("title"), title, "");
    }
    context_.WarnIfPresent(root, "subtitle", "", "The subtitle");
    context_.WarnIfPresent(root, "investigator", "", "What is said of the investigator");
    context_.WarnIfPresent(root, "dataCollector", "", "What is said of the data collector");
    for (const xml_node& info : root.children("questionnaireInfo")) {
      ReadInfo(info, "The text around the questionnaire");
    }
  }

  // Information for respondents has no place in an instrument. `what` names it.
  void ReadInfo(const xml_node& info, absl::string_view what) {
    context_.WarnOfUnknown(info, {"position", "administration", "image"}, {"text"});
    context_.WarnIfPresent(info, "text", "", what);
    context_.WarnIfPresent(info, "image", "", "The image");
  }

  absl::Status ReadSection(const xml_node& node) {
    context_.WarnOfUnknown(node, {}, {"sectionInfo", "question"});
    InstrumentSection section;
    for (const xml_node& info : node.children("sectionInfo")) {
      const bool is_title = QuexmlContext::ValueOf(info, "position") == "title";
      if (!is_title || section.has_title()) {
        ReadInfo(info, "A text of the section");
        continue;
      }
      context_.WarnOfUnknown(info, {"position", "administration", "image"}, {"text"});
      const std::string title = context_.PlainTextOf(info, "text", "");
      if (!title.empty()) *section.mutable_title() = context_.MakeText(info, title, "");
    }
    QuexmlQuestionReader questions(&context_, &section);
    for (const xml_node& question : node.children("question")) {
      questions.Read(question);
      if (questions_ + section.questions_size() > kMaxQuestions) {
        return Unreadable(
            context_.LineOf(question),
            absl::StrCat("more than ", kMaxQuestions, " questions; divide the questionnaire"));
      }
    }
    questions_ += section.questions_size();
    if (section.questions().empty()) {
      context_.findings().Warn(context_.LineOf(node), "",
                               "A section without questions was left out.");
      return absl::OkStatus();
    }
    if (instrument_.sections_size() >= kMaxSections) {
      return Unreadable(context_.LineOf(node),
                        absl::StrCat("more than ", kMaxSections, " sections; join some of them"));
    }
    *instrument_.add_sections() = std::move(section);
    return absl::OkStatus();
  }

  QuexmlContext context_;
  Instrument instrument_;
  int questions_ = 0;
};

}  // namespace

absl::StatusOr<ImportResult> ReadQuexml(absl::string_view xml, absl::string_view language) {
  if (xml.size() > kMaxQuexmlBytes) {
    return absl::InvalidArgumentError(
        absl::StrCat("the file has ", xml.size(), " bytes; give at most ", kMaxQuexmlBytes));
  }
  if (!types::IsLanguageTag(language)) {
    return absl::InvalidArgumentError(
        "the language is not a tag of BCP 47; give one such as `de` or `en-GB`");
  }
  const absl::StatusOr<std::unique_ptr<XmlSource>> source = XmlSource::Parse(xml);
  if (!source.ok()) return source.status();
  const xml_node root = (*source)->root();
  if (absl::string_view(root.name()) != "questionnaire") {
    return Unreadable((*source)->LineOf(root),
                      absl::StrCat("not queXML: the root element is <", Shortened(root.name()),
                                   ">; give a file whose root element is <questionnaire>"));
  }
  return Reader(**source, language).Read(root);
}

}  // namespace lotse::survey
