#include <algorithm>
#include <initializer_list>
#include <memory>
#include <pugixml.hpp>
#include <string>
#include <utility>

#include "absl/status/status.h"
#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "runtime/types/utf8.h"
#include "services/survey/engine/appearance.h"
#include "services/survey/engine/instrument_rules.h"
#include "services/survey/exchange/plain_text.h"
#include "services/survey/exchange/xforms/actions.h"
#include "services/survey/exchange/xforms/binds.h"
#include "services/survey/exchange/xforms/body.h"
#include "services/survey/exchange/xforms/form_texts.h"
#include "services/survey/exchange/xforms/option_sources.h"
#include "services/survey/exchange/xforms/question_reader.h"
#include "services/survey/exchange/xforms/reading.h"
#include "services/survey/exchange/xforms/settings.h"
#include "services/survey/exchange/xforms/xforms.h"
#include "services/survey/exchange/xml_source.h"

namespace lotse::survey::xforms {
namespace {

using pugi::xml_node;
using v1alpha::Instrument;
using v1alpha::InstrumentSection;
using v1alpha::Question;

// Longest `version` and `form_id` in characters. Source: instrument.proto.
constexpr std::size_t kMaxVersion = 64;
constexpr std::size_t kMaxFormId = 128;

absl::Status NoForm(const XmlSource& source, const xml_node& where, absl::string_view what) {
  return absl::InvalidArgumentError(
      absl::StrCat("line ", source.LineOf(where), ": not an XForm: ", what));
}

// The parts of a file that a form cannot do without.
struct Parts {
  xml_node head;
  xml_node model;
  xml_node primary;
  xml_node body;
};

absl::StatusOr<Parts> FindParts(const XmlSource& source) {
  const xml_node root = source.root();
  if (LocalName(root.name()) != "html") {
    return NoForm(source, root,
                  absl::StrCat("the root element is <", Shortened(root.name()),
                               ">; give a file whose root element is <h:html>"));
  }
  Parts parts;
  parts.head = Child(root, "head");
  parts.model = Child(parts.head, "model");
  parts.body = Child(root, "body");
  if (!parts.model) return NoForm(source, root, "there is no <model> in <h:head>; give one");
  if (!parts.body) return NoForm(source, root, "there is no <h:body>; give one");
  const xml_node instance = Child(parts.model, "instance");
  const std::vector<xml_node> roots = Children(instance);
  if (roots.empty()) {
    return NoForm(source, parts.model,
                  "the first <instance> is missing or empty; give the primary instance first");
  }
  if (roots.size() > 1) {
    return NoForm(source, roots[1], "the primary instance has two root elements; give one");
  }
  parts.primary = roots[0];
  return parts;
}

// Reads one form from its parts.
class Reader {
 public:
  Reader(const XmlSource& source, const Parts& parts) : parts_(parts), reading_(source) {}

  absl::StatusOr<ImportResult> Read() {
    absl::StatusOr<std::unique_ptr<FormTree>> tree =
        FormTree::Read(parts_.primary, reading_.source, &reading_.findings);
    if (!tree.ok()) return tree.status();
    reading_.tree = *std::move(tree);
    WarnOfTheRest();
    FormTexts texts(parts_.model, &reading_);
    OptionSources lists(parts_.model, &reading_, &texts);
    ReadBinds(parts_.model, &reading_);
    Body body = ReadBody(parts_.body, &reading_);
    std::vector<Action> actions;
    for (const xml_node& child : Children(parts_.model)) {
      if (IsAction(LocalName(child.name()))) actions.push_back({child, nullptr});
    }
    actions.insert(actions.end(), body.actions.begin(), body.actions.end());
    ReadActions(actions, &reading_);
    ReadHead(&texts);
    QuestionReader questions(&reading_, &texts, &lists);
    ReadSections(body, &questions, &texts);
    ReadMeta(&questions, &texts);
    lists.Build(&instrument_);
    texts.Summarize();
    if (texts.too_large()) return TooLarge();
    return Finish();
  }

 private:
  static absl::Status TooLarge() {
    return absl::InvalidArgumentError(
        absl::StrCat("the questionnaire would have more than ", kMaxXformsBytes,
                     " bytes; shorten texts that many questions share, or divide the form"));
  }

  absl::StatusOr<ImportResult> Finish() {
    if (instrument_.sections().empty()) {
      reading_.findings.Fail(reading_.LineOf(parts_.primary), "",
                             "There is no question; give the instance at least one node.");
    }
    if (instrument_.sections_size() > kMaxSections) {
      reading_.findings.Fail(
          reading_.LineOf(parts_.primary), "",
          absl::StrCat("The form would have ", instrument_.sections_size(),
                       " sections; give at most ", kMaxSections, " groups at the top."));
    }
    if (instrument_.ByteSizeLong() > kMaxXformsBytes) return TooLarge();
    ImportResult result;
    result.instrument = std::move(instrument_);
    result.findings = std::move(reading_.findings).Take();
    result.places = std::move(reading_.places);
    return result;
  }

  void ReadHead(FormTexts* texts) {
    const int line = reading_.LineOf(parts_.primary);
    instrument_.set_form_id(Limited("id", kMaxFormId));
    instrument_.set_version(Limited("version", kMaxVersion));
    instrument_.set_style(ValueOf(parts_.body, "class"));
    const xml_node title = Child(parts_.head, "title");
    *instrument_.mutable_title() = texts->Plain(TextBelow(title), "", reading_.LineOf(title));
    if (instrument_.title().variants().empty()) {
      if (instrument_.form_id().empty()) {
        reading_.findings.Fail(line, "", "There is no title; fill <h:title>.");
      } else {
        reading_.findings.Warn(line, "", "There is no title; the id of the form stands for it.");
      }
      texts->Complete(instrument_.form_id(), instrument_.mutable_title());
    }
  }

  std::string Limited(const char* attribute, std::size_t longest) {
    std::string value = ValueOf(parts_.primary, attribute);
    if (types::CodePointCount(value) <= longest) return value;
    reading_.findings.Fail(reading_.LineOf(parts_.primary), "",
                           absl::StrCat("`", attribute,
                                        "` of the instance is too long; give at "
                                        "most ",
                                        longest, " characters."));
    return "";
  }

  void ReadSections(const Body& body, QuestionReader* questions, FormTexts* texts) {
    const FormNode* root = reading_.tree->root();
    InstrumentSection* open = nullptr;
    int page = 0;
    for (const FormNode* node : root->Ordered()) {
      if (node->code.empty()) continue;
      const bool hidden = node->position < 0;
      const bool in_page = node->page > 0 || (hidden && open != nullptr && page > 0);
      if (!node->is_leaf() && !in_page && IsPlainGroup(*node)) {
        ReadGroup(*node, questions);
        open = nullptr;
        continue;
      }
      const bool alone = !node->is_leaf() && !in_page;
      if (open == nullptr || alone || (!hidden && node->page != page)) {
        open = instrument_.add_sections();
        page = node->page;
        if (page > 0) ReadPage(body.pages[page - 1], texts, open);
      }
      questions->Add(*node, open->mutable_questions());
      if (alone) open = nullptr;
    }
    last_ = open;
  }

  // True if a section can say all of a group. A table is drawn as one only where it is a group.
  static bool IsPlainGroup(const FormNode& node) {
    if (node.is_repeat) return false;
    if (HasAppearance(ValueOf(node.element, "appearance"), kTableAppearance)) return false;
    for (const char* property : {"readonly", "constraint", "calculate"}) {
      if (node.BindAttribute(property)) return false;
    }
    return true;
  }

  void ReadGroup(const FormNode& node, QuestionReader* questions) {
    QuestionReader::Questions made;
    questions->Add(node, &made);
    if (made.empty()) return;
    Question group = std::move(made[made.size() - 1]);
    made.RemoveLast();
    InstrumentSection* section = instrument_.add_sections();
    section->set_code(group.code());
    section->set_relevant(group.logic().relevant());
    section->set_appearance(group.appearance());
    const bool has_label = static_cast<bool>(Child(node.element, "label"));
    if (has_label) *section->mutable_title() = std::move(*group.mutable_text());
    if (!group.media().empty() || group.has_hint()) {
      reading_.findings.Warn(node.line, node.code,
                             "Hint and files beside the label of a group were left out.");
    }
    *section->mutable_questions() = std::move(*group.mutable_questions());
    // What the title computes stands before what is in the section.
    for (Question& computed : made) *section->add_questions() = std::move(computed);
    std::rotate(section->mutable_questions()->begin(),
                section->mutable_questions()->end() - made.size(),
                section->mutable_questions()->end());
  }

  void ReadPage(const xml_node& group, FormTexts* texts, InstrumentSection* section) {
    section->set_appearance(ValueOf(group, "appearance"));
    Wording wording = texts->Of(Child(group, "label"), reading_.tree->root());
    if (!wording.text.variants().empty()) *section->mutable_title() = std::move(wording.text);
    if (!wording.media.empty() || !wording.guidance.variants().empty()) {
      reading_.findings.Warn(reading_.LineOf(group), "",
                             "Hint and files beside the label of a group were left out.");
    }
    for (Question& computed : texts->TakeComputed(*reading_.tree->root())) {
      *section->add_questions() = std::move(computed);
    }
    reading_.WarnOfAttributes(
        group, [](absl::string_view name) { return name == "appearance"; }, "");
  }

  void ReadMeta(QuestionReader* questions, FormTexts* texts) {
    const auto found = reading_.tree->root()->by_name.find("meta");
    if (found == reading_.tree->root()->by_name.end()) return;
    for (const std::unique_ptr<FormNode>& node : found->second->children) {
      if (node->name == "instanceID") {
        reading_.findings.Note(node->line, "",
                               "`instanceID` was not taken over: every response has an id.");
      } else if (node->name == "instanceName") {
        instrument_.set_response_title(questions->Property(*node, "calculate"));
      } else if (node->name == "audit") {
        AddAudit(*node, texts);
      } else {
        reading_.findings.Warn(node->line, "",
                               absl::StrCat("`", Shortened(node->name), "` of ",
                                            found->second->Path(), " was left out."));
      }
    }
  }

  void AddAudit(const FormNode& node, FormTexts* texts) {
    if (last_ == nullptr) last_ = instrument_.add_sections();
    Question* question = last_->add_questions();
    question->set_code(reading_.tree->NewCode("audit", nullptr));
    question->set_kind(Question::KIND_METADATA);
    question->set_metadata(Question::METADATA_AUDIT);
    texts->Complete(question->code(), question->mutable_text());
    for (const XformsSetting& setting : kBindSettings) {
      if (const auto value = node.BindAttribute(setting.name)) {
        (*question->mutable_settings())[std::string(setting.name)] = WithoutBadBytes(value.value());
      }
    }
  }

  // Names what stands where a form has nothing for it.
  void WarnOfTheRest() {
    const auto warn = [this](const xml_node& where, absl::string_view parent,
                             std::initializer_list<absl::string_view> known) {
      for (const xml_node& child : Children(where)) {
        const absl::string_view name = LocalName(child.name());
        if (std::find(known.begin(), known.end(), name) != known.end() || IsAction(name)) continue;
        reading_.findings.Warn(
            reading_.LineOf(child), "",
            absl::StrCat("<", Shortened(child.name()), "> in <", parent, "> was left out."));
      }
    };
    warn(reading_.source.root(), "h:html", {"head", "body"});
    warn(parts_.head, "h:head", {"title", "model"});
    warn(parts_.model, "model", {"itext", "instance", "bind"});
    reading_.WarnOfAttributes(
        parts_.primary, [](absl::string_view name) { return name == "id" || name == "version"; },
        "");
    reading_.WarnOfAttributes(
        parts_.body, [](absl::string_view name) { return name == "class"; }, "");
    reading_.WarnOfAttributes(
        parts_.model,
        [](absl::string_view name) { return name == "xforms-version" || name == "id"; }, "");
    if (reading_.source.has_doctype()) {
      reading_.findings.Warn(0, "", "The document type declaration was skipped.");
    }
  }

  const Parts parts_;
  FormReading reading_;
  Instrument instrument_;
  // The section to which top-level questions still can be added.
  InstrumentSection* last_ = nullptr;
};

absl::StatusOr<ImportResult> Read(absl::string_view xml) {
  if (xml.size() > kMaxXformsBytes) {
    return absl::InvalidArgumentError(
        absl::StrCat("the file has ", xml.size(), " bytes; give at most ", kMaxXformsBytes));
  }
  const absl::StatusOr<std::unique_ptr<XmlSource>> source = XmlSource::Parse(xml);
  if (!source.ok()) return source.status();
  const absl::StatusOr<Parts> parts = FindParts(**source);
  if (!parts.ok()) return parts.status();
  return Reader(**source, *parts).Read();
}

}  // namespace
}  // namespace lotse::survey::xforms

namespace lotse::survey {

absl::StatusOr<ImportResult> ReadXforms(absl::string_view xml) { return xforms::Read(xml); }

}  // namespace lotse::survey
