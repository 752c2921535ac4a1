#include "services/survey/exchange/refi/schema.h"

#include <map>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"

namespace lotse::survey::refi {
namespace {

// A type in a notation of one line: attributes as `name:form`, children as `name:type`. Behind it
// `!` is required, `*` any number, `+` at least one, `|` one of those with this mark. Without a
// mark an attribute or child may be absent, and a child is there once at most.
struct TypeText {
  absl::string_view name;
  absl::string_view attributes;
  absl::string_view children;
};

constexpr absl::string_view kMade =
    " creatingUser:guid creationDateTime:dateTime modifyingUser:guid modifiedDateTime:dateTime";
constexpr absl::string_view kSelection = "Description:string Coding:Coding* NoteRef:Ref*";

constexpr TypeText kTypes[] = {
    {"Project",
     "name:string! origin:string creatingUserGUID:guid creationDateTime:dateTime "
     "modifyingUserGUID:guid modifiedDateTime:dateTime basePath:string",
     "Users:Users CodeBook:CodeBook Variables:Variables Cases:Cases Sources:Sources Notes:Notes "
     "Links:Links Sets:Sets Graphs:Graphs Description:string NoteRef:Ref*"},
    {"Users", "", "User:User+"},
    {"User", "guid:guid! name:string id:string", ""},
    {"CodeBook", "", "Codes:Codes!"},
    {"Codes", "", "Code:Code+"},
    {"Code", "guid:guid! name:string! isCodable:boolean! color:color",
     "Description:string NoteRef:Ref* Code:Code*"},
    {"Variables", "", "Variable:Variable+"},
    {"Variable", "guid:guid! name:string! typeOfVariable:variableType!", "Description:string"},
    {"VariableValue", "",
     "VariableRef:Ref! TextValue:string| BooleanValue:boolean| IntegerValue:integer| "
     "FloatValue:decimal| DateValue:date| DateTimeValue:dateTime|"},
    {"Cases", "", "Case:Case+"},
    {"Case", "guid:guid! name:string",
     "Description:string CodeRef:Ref* VariableValue:VariableValue* SourceRef:Ref* "
     "SelectionRef:Ref*"},
    {"Sets", "", "Set:Set+"},
    {"Set", "guid:guid! name:string!",
     "Description:string MemberCode:Ref* MemberSource:Ref* MemberNote:Ref*"},
    {"Sources", "",
     "TextSource:Text* PictureSource:Picture* PDFSource:Pdf* AudioSource:Audio* "
     "VideoSource:Video*"},
    {"Text", "guid:guid! name:string richTextPath:string plainTextPath:string$made",
     "Description:string PlainTextContent:string PlainTextSelection:TextSelection* Coding:Coding* "
     "NoteRef:Ref* VariableValue:VariableValue*"},
    {"TextSelection", "guid:guid! name:string startPosition:integer! endPosition:integer!$made",
     "$selection"},
    {"Picture", "guid:guid! name:string path:string currentPath:string$made",
     "Description:string TextDescription:Text PictureSelection:PictureSelection* Coding:Coding* "
     "NoteRef:Ref* VariableValue:VariableValue*"},
    {"PictureSelection",
     "guid:guid! name:string firstX:integer! firstY:integer! secondX:integer! "
     "secondY:integer!$made",
     "$selection"},
    {"Pdf", "guid:guid! name:string path:string currentPath:string$made",
     "Description:string PDFSelection:PdfSelection* Representation:Text Coding:Coding* "
     "NoteRef:Ref* VariableValue:VariableValue*"},
    {"PdfSelection",
     "guid:guid! name:string page:integer! firstX:integer! firstY:integer! secondX:integer! "
     "secondY:integer!$made",
     "Description:string Representation:Text Coding:Coding* NoteRef:Ref*"},
    {"Audio", "guid:guid! name:string path:string currentPath:string$made",
     "Description:string Transcript:Transcript* AudioSelection:TimeSelection* Coding:Coding* "
     "NoteRef:Ref* VariableValue:VariableValue*"},
    {"Video", "guid:guid! name:string path:string currentPath:string$made",
     "Description:string Transcript:Transcript* VideoSelection:TimeSelection* Coding:Coding* "
     "NoteRef:Ref* VariableValue:VariableValue*"},
    {"TimeSelection", "guid:guid! name:string begin:integer! end:integer!$made", "$selection"},
    {"Transcript", "guid:guid! name:string richTextPath:string plainTextPath:string$made",
     "Description:string PlainTextContent:string SyncPoint:SyncPoint* "
     "TranscriptSelection:TranscriptSelection* NoteRef:Ref*"},
    {"TranscriptSelection", "guid:guid! name:string fromSyncPoint:guid toSyncPoint:guid$made",
     "$selection"},
    {"SyncPoint", "guid:guid! timeStamp:integer position:integer", ""},
    {"Coding", "guid:guid! creatingUser:guid creationDateTime:dateTime",
     "CodeRef:Ref! NoteRef:Ref*"},
    {"Notes", "", "Note:Text+"},
    {"Links", "", "Link:Link+"},
    {"Link",
     "guid:guid! name:string direction:direction color:color originGUID:guid targetGUID:guid",
     "NoteRef:Ref*"},
    {"Graphs", "", "Graph:Graph+"},
    {"Graph", "guid:guid! name:string", "Vertex:Vertex* Edge:Edge*"},
    {"Vertex",
     "guid:guid! representedGUID:guid name:string firstX:integer! firstY:integer! "
     "secondX:integer secondY:integer shape:shape color:color",
     ""},
    {"Edge",
     "guid:guid! representedGUID:guid name:string sourceVertex:guid! targetVertex:guid! "
     "color:color direction:direction lineStyle:lineStyle",
     ""},
    {"Ref", "targetGUID:guid!", ""},
    // Of codebooks alone.
    {"CodebookFile", "origin:string", "Codes:FileCodes! Sets:FileSets"},
    {"FileCodes", "", "Code:FileCode+"},
    {"FileCode", "guid:guid! name:string! isCodable:boolean! color:color",
     "Description:string Code:FileCode*"},
    {"FileSets", "", "Set:FileSet+"},
    {"FileSet", "guid:guid! name:string!", "Description:string MemberCode:Member*"},
    {"Member", "guid:guid!", ""},
};

struct NamedForm {
  absl::string_view name;
  Form form;
  absl::string_view example;
};
constexpr NamedForm kForms[] = {
    {"string", Form::kString, "a text"},
    {"boolean", Form::kBoolean, "`true` or `false`"},
    {"integer", Form::kInteger, "a whole number"},
    {"decimal", Form::kDecimal, "a number such as `1.5`"},
    {"date", Form::kDate, "a day such as `2026-03-31`"},
    {"dateTime", Form::kDateTime, "a time such as `2026-03-31T08:00:00Z`"},
    {"guid", Form::kGuid, "a UUID such as `0f8b6a1e-3c5d-4e7f-8a9b-0c1d2e3f4a5b`"},
    {"color", Form::kColor, "`#RRGGBB`"},
    {"direction", Form::kDirection, "`Associative`, `OneWay` or `Bidirectional`"},
    {"variableType", Form::kVariableType,
     "`Text`, `Boolean`, `Integer`, `Float`, `Date` or `DateTime`"},
    {"shape", Form::kShape, "a shape such as `Oval`"},
    {"lineStyle", Form::kLineStyle, "`dotted`, `dashed` or `solid`"},
};

const NamedForm* FindForm(absl::string_view name) {
  for (const NamedForm& one : kForms) {
    if (one.name == name) return &one;
  }
  return nullptr;
}

using Rules = std::map<std::string, ElementRule, std::less<>>;

void AddAttributes(absl::string_view text, ElementRule* rule) {
  const std::string whole = absl::EndsWith(text, "$made")
                                ? absl::StrCat(absl::StripSuffix(text, "$made"), kMade)
                                : std::string(text);
  for (absl::string_view one : absl::StrSplit(whole, ' ', absl::SkipEmpty())) {
    const bool required = absl::ConsumeSuffix(&one, "!");
    const std::pair<std::string, std::string> parts = absl::StrSplit(one, ':');
    rule->attributes.push_back({parts.first, FindForm(parts.second)->form, required});
  }
}

void AddChildren(absl::string_view text, Rules* rules, ElementRule* rule) {
  if (text == "$selection") text = kSelection;
  for (absl::string_view one : absl::StrSplit(text, ' ', absl::SkipEmpty())) {
    const char mark = one.back();
    if (mark == '!' || mark == '*' || mark == '+' || mark == '|') one.remove_suffix(1);
    const std::pair<std::string, std::string> parts = absl::StrSplit(one, ':');
    rule->children.push_back({parts.first, &(*rules)[parts.second], mark == '!' || mark == '+',
                              mark == '*' || mark == '+', mark == '|'});
  }
}

const Rules& AllRules() {
  static const Rules* const rules = [] {
    auto* made = new Rules;
    for (const NamedForm& form : kForms) (*made)[std::string(form.name)].content = form.form;
    for (const TypeText& type : kTypes) {
      ElementRule& rule = (*made)[std::string(type.name)];  // A map: places stay as they are.
      AddAttributes(type.attributes, &rule);
      AddChildren(type.children, made, &rule);
    }
    (*made)["Sources"].any_order = true;
    return made;
  }();
  return *rules;
}

}  // namespace

const ElementRule& ProjectRule() { return AllRules().at("Project"); }
const ElementRule& CodebookRule() { return AllRules().at("CodebookFile"); }

absl::string_view Example(Form form) {
  for (const NamedForm& one : kForms) {
    if (one.form == form) return one.example;
  }
  return "";
}

}  // namespace lotse::survey::refi
