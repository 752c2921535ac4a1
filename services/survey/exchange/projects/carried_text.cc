#include "services/survey/exchange/projects/carried_text.h"

#include <string>
#include <vector>

#include "runtime/types/utf8.h"

namespace lotse::survey::projects {
namespace {

class Carrier {
 public:
  explicit Carrier(FindingList* findings) : findings_(*findings) {}

  void Carry(const std::string& guid, std::string* text) {
    if (types::CanBeXml(*text)) return;
    *text = types::ForXml(*text);
    findings_.Warn(0, guid, "Characters that XML cannot carry became `U+FFFD`.");
  }
  void Carry(const std::string& guid, std::vector<refi::VariableValue>* values) {
    for (refi::VariableValue& each : *values) Carry(guid, &each.value);
  }
  void Carry(std::vector<refi::Code>* codes) {
    for (refi::Code& code : *codes) {
      Carry(code.guid, &code.name);
      Carry(code.guid, &code.description);
      Carry(&code.codes);
    }
  }

 private:
  FindingList& findings_;
};

}  // namespace

void CarryInXml(refi::Project* project, FindingList* findings) {
  Carrier carrier(findings);
  carrier.Carry("", &project->name);
  carrier.Carry(&project->codes);
  for (refi::Variable& variable : project->variables) {
    carrier.Carry(variable.guid, &variable.name);
    carrier.Carry(variable.guid, &variable.description);
  }
  for (refi::Link& link : project->links) carrier.Carry(link.guid, &link.name);
  for (refi::Set& set : project->sets) {
    carrier.Carry(set.guid, &set.name);
    carrier.Carry(set.guid, &set.description);
  }
  for (refi::Case& one : project->cases) {
    carrier.Carry(one.guid, &one.name);
    carrier.Carry(one.guid, &one.description);
    carrier.Carry(one.guid, &one.values);
  }
  for (refi::Text& text : project->texts) {
    carrier.Carry(text.guid, &text.name);
    carrier.Carry(text.guid, &text.values);
  }
  for (refi::Text& note : project->notes) {
    carrier.Carry(note.guid, &note.text);
    carrier.Carry(note.guid, &note.values);
  }
}

}  // namespace lotse::survey::projects
