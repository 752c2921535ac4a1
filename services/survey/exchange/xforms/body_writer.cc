#include <algorithm>

#include "absl/container/flat_hash_map.h"
#include "absl/strings/str_cat.h"
#include "services/survey/engine/appearance.h"
#include "services/survey/exchange/finding_list.h"
#include "services/survey/exchange/xforms/form_writer.h"
#include "services/survey/exchange/xforms/settings.h"

// Writes the body of a form.

namespace lotse::survey::xforms {
namespace {

using pugi::xml_node;
using v1alpha::InstrumentSection;
using v1alpha::Option;
using v1alpha::OptionList;
using v1alpha::Question;

using Questions = google::protobuf::RepeatedPtrField<Question>;

const char* ControlOf(Question::Kind kind) {
  switch (kind) {
    case Question::KIND_SINGLE_CHOICE:
      return "select1";
    case Question::KIND_MULTIPLE_CHOICE:
      return "select";
    case Question::KIND_RANKING:
      return "odk:rank";
    case Question::KIND_ACKNOWLEDGEMENT:
      return "trigger";
    case Question::KIND_FILE:
      return "upload";
    case Question::KIND_CALCULATION:
    case Question::KIND_HIDDEN:
    case Question::KIND_METADATA:
      return nullptr;
    default:
      return "input";
  }
}

class Writer {
 public:
  explicit Writer(FormWriting* writing) : writing_(writing) {
    for (const OptionList& list : writing->instrument.option_lists()) {
      lists_.emplace(list.code(), &list);
    }
    for (const InstrumentSection& section : writing->instrument.sections()) {
      CollectTriggers(section.questions());
    }
  }

  void WriteSection(const InstrumentSection& section, xml_node body) {
    const bool is_page = !section.code().empty() || !section.title().variants().empty() ||
                         !section.appearance().empty();
    if (section.code().empty() && !section.relevant().empty()) {
      Fail("a section that is relevant to some only needs a code");
    }
    xml_node group = is_page && IsShown(section.questions()) ? body.append_child("group") : body;
    if (group != body) {
      if (!section.code().empty()) {
        group.append_attribute("ref") = Path(section.code()).c_str();
      }
      WriteAttribute("appearance", section.appearance(), group);
      if (!section.title().variants().empty()) {
        const std::string id = section.code().empty()
                                   ? absl::StrCat("page-", ++pages_, ":label")
                                   : absl::StrCat(Path(section.code()), ":label");
        WriteText("label", {id, &section.title()}, group);
      }
    }
    WriteQuestions(section.questions(), group);
  }

 private:
  std::string Path(absl::string_view code) const {
    return std::string(writing_->paths.PathOf(code));
  }

  void Fail(absl::string_view message) {
    if (writing_->status.ok()) writing_->status = absl::InvalidArgumentError(message);
  }

  // Which questions are set when another changes.
  void CollectTriggers(const Questions& questions) {
    for (const Question& question : questions) {
      // A matrix has no node that takes a value; without a calculation there is none to set.
      const bool is_set =
          question.kind() != Question::KIND_MATRIX && !question.logic().calculation().empty();
      if (is_set) {
        for (const std::string& trigger : question.logic().trigger()) {
          triggered_[trigger].push_back(&question);
        }
      }
      CollectTriggers(question.questions());
    }
  }

  // True if anything among them has a control.
  static bool IsShown(const Questions& questions) {
    return std::any_of(questions.begin(), questions.end(), [](const Question& question) {
      if (!question.questions().empty()) {
        return question.kind() == Question::KIND_REPEAT || IsShown(question.questions());
      }
      return ControlOf(question.kind()) != nullptr;
    });
  }

  void WriteQuestions(const Questions& questions, xml_node parent) {
    for (const Question& question : questions) {
      switch (question.kind()) {
        case Question::KIND_GROUP:
          if (IsShown(question.questions())) WriteGroup(question, parent);
          break;
        case Question::KIND_REPEAT:
          WriteRepeat(question, parent);
          break;
        case Question::KIND_MATRIX:
          WriteMatrix(question, parent);
          break;
        default:
          if (ControlOf(question.kind()) != nullptr) WriteControl(question, parent);
      }
    }
  }

  void WriteText(const char* element, const ItextEntry& entry, xml_node parent) {
    writing_->texts.WriteTo(parent.append_child(element), entry);
  }

  // The code stands for the text of a group that has none.
  bool HasLabel(const Question& question) const {
    return question.text().variants_size() != 1 ||
           question.text().variants(0).text() != question.code() || !question.media().empty();
  }

  void WriteLabel(const Question& question, xml_node element) {
    WriteText("label",
              {absl::StrCat(Path(question.code()), ":label"), &question.text(), nullptr,
               &question.media()},
              element);
  }

  xml_node WriteGroupElement(const Question& question, xml_node parent) {
    xml_node group = parent.append_child("group");
    group.append_attribute("ref") = Path(question.code()).c_str();
    if (HasLabel(question)) WriteLabel(question, group);
    return group;
  }

  void WriteGroup(const Question& question, xml_node parent) {
    xml_node group = WriteGroupElement(question, parent);
    WriteAttribute("appearance", question.appearance(), group);
    WriteQuestions(question.questions(), group);
  }

  void WriteRepeat(const Question& question, xml_node parent) {
    xml_node repeat = WriteGroupElement(question, parent).append_child("repeat");
    repeat.append_attribute("nodeset") = Path(question.code()).c_str();
    WriteAttribute("appearance", question.appearance(), repeat);
    const std::string& count = question.logic().repeat_count();
    if (!count.empty()) {
      writing_->WriteExpression("jr:count", count, question.code(), repeat);
      repeat.append_attribute("jr:noAddRemove") = "true()";
    }
    WriteInitialValues(question.questions(), repeat);
    WriteQuestions(question.questions(), repeat);
  }

  // Actions for new instances of a repeat stand within it.
  void WriteInitialValues(const Questions& questions, xml_node repeat) {
    for (const Question& question : questions) {
      const std::string& value = InitialValueOf(question);
      if (!value.empty() && !StandsInInstance(question)) {
        xml_node action = repeat.append_child("setvalue");
        action.append_attribute("event") = "odk-instance-first-load odk-new-repeat";
        action.append_attribute("ref") = Path(question.code()).c_str();
        writing_->WriteExpression("value", value, question.code(), action);
      }
      if (question.kind() == Question::KIND_GROUP) {
        WriteInitialValues(question.questions(), repeat);
      }
    }
  }

  void WriteMatrix(const Question& question, xml_node parent) {
    xml_node group = WriteGroupElement(question, parent);
    WriteAttribute("appearance", AppearanceOfTable(question.appearance()), group);
    for (const v1alpha::Item& item : question.items()) {
      xml_node control = group.append_child("select1");
      control.append_attribute("ref") = Path(item.code()).c_str();
      WriteText("label", {absl::StrCat(Path(item.code()), ":label"), &item.text()}, control);
      WriteOptions(question, Path(item.code()), control);
    }
  }

  void WriteControl(const Question& question, xml_node parent) {
    const char* name = question.has_scale() ? "range" : ControlOf(question.kind());
    xml_node control = parent.append_child(name);
    control.append_attribute("ref") = Path(question.code()).c_str();
    WriteAttribute("appearance", question.appearance(), control);
    WriteAttribute("start", question.scale().start(), control);
    WriteAttribute("end", question.scale().end(), control);
    WriteAttribute("step", question.scale().step(), control);
    const auto& settings = question.settings();
    for (const XformsSetting& setting : kControlSettings) {
      const auto found = settings.find(std::string(setting.name));
      if (found == settings.end()) continue;
      WriteAttribute(std::string(setting.name).c_str(), found->second, control);
    }
    if (question.kind() == Question::KIND_FILE && settings.count("mediatype") == 0) {
      WriteAttribute("mediatype", MediaTypeOf(question), control);
    }
    WriteLabel(question, control);
    if (question.has_hint() || question.has_guidance()) {
      WriteText(
          "hint",
          {absl::StrCat(Path(question.code()), ":hint"), &question.hint(), &question.guidance()},
          control);
    }
    WriteOptions(question, Path(question.code()), control);
    WriteTriggered(question, control);
  }

  void WriteOptions(const Question& question, const std::string& path, xml_node control) {
    if (question.option_list().empty()) {
      WriteItems(question, path, control);
    } else {
      WriteItemset(question, control);
    }
  }

  void WriteItems(const Question& question, const std::string& path, xml_node control) {
    for (const Option& option : question.options()) {
      xml_node item = control.append_child("item");
      WriteText("label",
                {absl::StrCat(path, "/", option.code(), ":label"), &option.label(), nullptr,
                 &option.media()},
                item);
      item.append_child("value").append_child(pugi::node_pcdata).set_value(option.code().c_str());
    }
  }

  void WriteItemset(const Question& question, xml_node control) {
    const auto list = lists_.find(question.option_list());
    if (list == lists_.end()) {
      return Fail(absl::StrCat(question.code(), ": there is no option list `",
                               Shortened(question.option_list()), "`"));
    }
    std::string nodeset = absl::StrCat("instance('", question.option_list(), "')/root/item");
    const std::string filter =
        writing_->Expression(question.logic().option_filter(), question.code());
    if (!filter.empty()) absl::StrAppend(&nodeset, "[", filter, "]");
    if (question.has_randomization()) {
      const std::string seed =
          writing_->Expression(question.randomization().seed(), question.code());
      nodeset = absl::StrCat("randomize(", nodeset, seed.empty() ? "" : ", ", seed, ")");
    }
    xml_node itemset = control.append_child("itemset");
    itemset.append_attribute("nodeset") = nodeset.c_str();
    const auto setting = [&question](const char* name, const char* otherwise) {
      const auto found = question.settings().find(name);
      return found == question.settings().end() ? std::string(otherwise) : found->second;
    };
    const bool is_file = !list->second->file().empty();
    const bool by_itext = !is_file && UsesItext(*list->second, writing_->texts.default_language());
    itemset.append_child("value").append_attribute("ref") =
        is_file ? setting("value", "name").c_str() : "name";
    itemset.append_child("label").append_attribute("ref") = by_itext ? "jr:itext(itextId)"
                                                            : is_file
                                                                ? setting("label", "label").c_str()
                                                                : "label";
  }

  void WriteTriggered(const Question& question, xml_node control) {
    const auto found = triggered_.find(question.code());
    if (found == triggered_.end()) return;
    for (const Question* target : found->second) {
      xml_node action = control.append_child("setvalue");
      action.append_attribute("event") = "xforms-value-changed";
      action.append_attribute("ref") = Path(target->code()).c_str();
      writing_->WriteExpression("value", target->logic().calculation(), target->code(), action);
    }
  }

  FormWriting* writing_;
  absl::flat_hash_map<std::string, const OptionList*> lists_;
  absl::flat_hash_map<std::string, std::vector<const Question*>> triggered_;
  int pages_ = 0;
};

}  // namespace

void WriteBody(xml_node body, FormWriting* writing) {
  Writer writer(writing);
  for (const InstrumentSection& section : writing->instrument.sections()) {
    writer.WriteSection(section, body);
  }
}

}  // namespace lotse::survey::xforms
