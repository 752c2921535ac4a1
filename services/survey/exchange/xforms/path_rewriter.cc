#include "services/survey/exchange/xforms/path_rewriter.h"

#include <cstddef>
#include <utility>

#include "absl/status/status.h"
#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "services/survey/exchange/xforms/xpath_path.h"
#include "services/survey/exchange/xforms/xpath_tokens.h"
#include "services/survey/logic/syntax/expression.h"

namespace lotse::survey::xforms {
namespace {

using xpath::Frame;
using xpath::IsWithin;
using xpath::Path;
using xpath::Scope;

using Kind = XpathToken::Kind;

absl::Status Wrong(absl::string_view what) { return absl::InvalidArgumentError(what); }

// What the text with this id, an expression, is in a questionnaire.
std::string TextOfId(absl::string_view id) {
  return absl::StrCat("instance('", kTextList, "')/root/item[", kTextListIds, " = ", id, "]/label");
}

class Rewriting {
 public:
  Rewriting(const FormTree& tree, const ListNames& lists, const FormNode& bound, Scope scope,
            std::vector<XpathToken> tokens)
      : tree_(tree), lists_(lists), bound_(bound), scope_(scope), tokens_(std::move(tokens)) {}

  absl::StatusOr<RewrittenXpath> Run() {
    while (more()) {
      if (absl::Status status = Take(); !status.ok()) return status;
    }
    if (!frames_.empty()) return Wrong("a bracket is not closed");
    if (out_.size() > logic::kMaxExpressionBytes) {
      return Wrong(absl::StrCat("it has ", out_.size(), " bytes; give at most ",
                                logic::kMaxExpressionBytes));
    }
    if (text_ids_ > 0) {
      return Wrong("`itextId` is the id of a text and no column; give jr:itext() of it");
    }
    return RewrittenXpath{std::move(out_), std::move(missing_), std::move(texts_), computes_text_};
  }

 private:
  bool more() const { return next_ < tokens_.size(); }
  const XpathToken& token() const { return tokens_[next_]; }
  bool Is(std::size_t ahead, absl::string_view text) const {
    return next_ + ahead < tokens_.size() && tokens_[next_ + ahead].text == text;
  }

  absl::Status Take() {
    switch (token().kind) {
      case Kind::kSlash:
        return StartPath(Path::Start::kAbsolute);
      case Kind::kName:
      case Kind::kDot:
        return StartPath(scope_.kind == Scope::Kind::kForeign && token().text[0] != '.'
                             ? Path::Start::kForeign
                             : Path::Start::kRelative);
      case Kind::kStar:
      case Kind::kOther:
        return Wrong(
            absl::StrCat("`", token().text, "` is no step that forms have; name the node"));
      case Kind::kCode:
        return Wrong("`$` names a variable, which forms do not have; give a path");
      case Kind::kFunction:
        return TakeFunction();
      case Kind::kOpen:
        if (token().text == "[") return Wrong("a predicate has no path before it");
        return OpenBracket({}, "");
      case Kind::kClose:
        return CloseBracket();
      case Kind::kLiteral:
        return TakeLiteral();
      case Kind::kComma:
        if (!frames_.empty()) ++frames_.back().argument;
        break;
      default:
        break;
    }
    Copy();
    return absl::OkStatus();
  }

  void Copy() {
    AppendToken(token(), token().text, &out_);
    ++next_;
  }

  absl::Status TakeFunction() {
    const absl::string_view name = token().text;
    if (name == "current" && Is(1, "(") && Is(2, ")")) {
      next_ += 3;
      Path path = NewPath(Path::Start::kCurrent);
      return ReadSteps(std::move(path));
    }
    if (name == "instance" && Is(1, "(") && Is(3, ")") &&
        tokens_[next_ + 2].kind == Kind::kLiteral) {
      return TakeInstance();
    }
    if (LocalName(name) == "itext" && Is(1, "(") && Is(3, ")") &&
        tokens_[next_ + 2].kind == Kind::kLiteral) {
      const absl::string_view id = tokens_[next_ + 2].text;
      texts_.emplace_back(Unquoted(id));
      out_ += TextOfId(id);
      next_ += 4;
      return absl::OkStatus();
    }
    if (WithinTextId() && xpath::IsOfContext(name) && Is(1, "(") && Is(2, ")")) {
      return Wrong(absl::StrCat("within jr:itext() give `", name, "()` what it is of"));
    }
    const std::size_t begin = out_.size();
    out_ += std::string(name);
    ++next_;
    if (absl::Status status = OpenBracket({}, name); !status.ok()) return status;
    frames_.back().begin = begin;
    open_texts_ += LocalName(name) == "itext";
    return absl::OkStatus();
  }

  // True where jr:itext() takes an id and the node of the expression is the context: a computed id
  // is written into a predicate, where it is not.
  bool WithinTextId() const { return scope_.kind == Scope::Kind::kBound && open_texts_ > 0; }

  absl::Status TakeInstance() {
    const absl::string_view id = Unquoted(tokens_[next_ + 2].text);
    const auto list = lists_.find(id);
    if (list == lists_.end()) {
      return Wrong(absl::StrCat("there is no option list for instance('", Shortened(id), "')"));
    }
    absl::StrAppend(&out_, "instance('", list->second.code, "')");
    next_ += 4;
    Path path = NewPath(Path::Start::kForeign);
    path.list = &list->second;
    path.written = true;
    return ReadSteps(std::move(path));
  }

  // The second argument of jr:choice-name is the path of a question as text.
  absl::Status TakeLiteral() {
    if (!frames_.empty() && frames_.back().argument == 1 &&
        LocalName(frames_.back().function) == "choice-name") {
      const absl::string_view path = absl::StripAsciiWhitespace(Unquoted(token().text));
      const FormNode* node = absl::StartsWith(path, "/") ? tree_.Resolve(path, nullptr) : nullptr;
      if (node != nullptr && !node->code.empty()) {
        absl::StrAppend(&out_, "'${", node->code, "}'");
        ++next_;
        return absl::OkStatus();
      }
    }
    Copy();
    return absl::OkStatus();
  }

  absl::Status OpenBracket(Path path, absl::string_view function) {
    if (!more() || token().kind != Kind::kOpen) return Wrong("a bracket is missing");
    Frame frame;
    frame.bracket = token().text[0];
    frame.function = std::string(function);
    frame.scope = scope_;
    if (frame.bracket == '[') {
      scope_.kind = path.at != nullptr ? Scope::Kind::kNode : Scope::Kind::kForeign;
      scope_.node = path.at;
    }
    frame.path = std::move(path);
    frames_.push_back(std::move(frame));
    Copy();
    return absl::OkStatus();
  }

  absl::Status CloseBracket() {
    const char open = token().text == ")" ? '(' : '[';
    if (frames_.empty() || frames_.back().bracket != open) {
      return Wrong("the brackets do not match");
    }
    Frame frame = std::move(frames_.back());
    frames_.pop_back();
    scope_ = frame.scope;
    const bool is_text = open == '(' && LocalName(frame.function) == "itext";
    open_texts_ -= is_text;
    if (is_text && text_id_end_ == out_.size()) {
      // The text itself stands where its id was.
      out_.erase(frame.begin, frame.function.size() + 1);
      --text_ids_;
      text_id_end_ = 0;
      ++next_;
    } else if (is_text) {
      if (absl::Status status = CloseTextId(frame); !status.ok()) return status;
    } else {
      Copy();
    }
    if (open == '(') frame.path = NewPath(Path::Start::kForeign);
    frame.path.written = true;
    return ReadSteps(std::move(frame.path));
  }

  // The id was computed: it is looked up in the list of texts.
  absl::Status CloseTextId(const Frame& frame) {
    if (scope_.kind != Scope::Kind::kBound) {
      return Wrong(
          "within [...] jr:itext() takes the id of a text in quotation marks, or that of an "
          "option; "
          "put the rest into a calculation and name it here");
    }
    const std::string id = out_.substr(frame.begin + frame.function.size() + 1);
    if (id.empty()) return Wrong("jr:itext() needs the id of a text");
    out_.resize(frame.begin);
    out_ += TextOfId(absl::StrCat("string(", id, ")"));
    computes_text_ = true;
    ++next_;
    return absl::OkStatus();
  }

  Path NewPath(Path::Start start) const {
    Path path;
    path.start = start;
    path.scope = scope_;
    if (start == Path::Start::kRelative) {
      path.origin = scope_.kind == Scope::Kind::kBound ? &bound_ : scope_.node;
    } else if (start == Path::Start::kCurrent) {
      path.origin = &bound_;
    }
    path.at = path.highest = path.origin;
    return path;
  }

  absl::Status StartPath(Path::Start start) {
    if (start == Path::Start::kRelative && WithinTextId()) start = Path::Start::kCurrent;
    Path path = NewPath(start);
    if (start == Path::Start::kRelative && path.origin == nullptr) {
      // `.` and `..` over the items of a list.
      path.start = Path::Start::kForeign;
    }
    if (start != Path::Start::kAbsolute) {
      if (absl::Status status = Step(&path); !status.ok()) return status;
    }
    return ReadSteps(std::move(path));
  }

  // Reads `/step` as often as it comes, then what is before the end of the path or a predicate is
  // written.
  absl::Status ReadSteps(Path path) {
    while (more() && token().kind == Kind::kSlash) {
      if (token().text != "/") return Wrong("`//` looks everywhere; give the whole path");
      ++next_;
      if (!more()) return Wrong("a path ends with `/`");
      if (absl::Status status = Step(&path); !status.ok()) return status;
    }
    if (!path.missing.empty()) {
      if (more() && token().text == "[") {
        return Wrong(absl::StrCat("there is no node ", path.missing));
      }
      missing_.push_back(std::move(path.missing));
      out_ += "''";
      return absl::OkStatus();
    }
    if (!path.written) {
      if (absl::Status status = WriteBeginning(path); !status.ok()) return status;
      path.written = true;
    }
    if (more() && token().text == "[") return OpenBracket(std::move(path), "");
    return absl::OkStatus();
  }

  absl::Status Step(Path* path) {
    const XpathToken step = token();
    if (step.kind != Kind::kName && step.kind != Kind::kDot) {
      return Wrong(
          absl::StrCat("`", Shortened(step.text), "` is no step that forms have; name the node"));
    }
    ++next_;
    if (path->start == Path::Start::kForeign) return ForeignStep(step.text, path);
    if (!path->missing.empty()) {
      absl::StrAppend(&path->missing, "/", Shortened(step.text));
      return absl::OkStatus();
    }
    if (step.text == ".") return absl::OkStatus();
    if (step.text == "..") {
      if (path->at == nullptr || path->at->parent == nullptr) {
        return Wrong("a path leads above the root");
      }
      path->at = path->at->parent;
      if (IsWithin(path->highest, path->at)) path->highest = path->at;
      if (path->written) out_ += "/..";
      return absl::OkStatus();
    }
    const absl::string_view name = LocalName(step.text);
    const FormNode* child = nullptr;
    if (path->at == nullptr) {
      if (name == tree_.root()->name) child = tree_.root();
    } else if (const auto found = path->at->by_name.find(name); found != path->at->by_name.end()) {
      child = found->second;
    }
    if (child == nullptr) {
      path->missing =
          absl::StrCat(path->at == nullptr ? "" : path->at->Path(), "/", Shortened(name));
      return path->written ? Wrong(absl::StrCat("there is no node ", path->missing))
                           : absl::OkStatus();
    }
    path->at = child;
    if (path->written) absl::StrAppend(&out_, "/", path->at->code);
    return absl::OkStatus();
  }

  absl::Status ForeignStep(absl::string_view name, Path* path) {
    ++path->steps;
    if (path->list != nullptr && path->steps == 1 && name == path->list->root) name = "root";
    if (path->list != nullptr && path->steps == 2 && name == path->list->item) name = "item";
    const bool is_text_id = path->list != nullptr && name == kTextIdColumn;
    absl::StrAppend(&out_, path->written ? "/" : "", is_text_id ? "label" : name);
    path->written = true;
    if (is_text_id) {
      ++text_ids_;
      text_id_end_ = out_.size();
    }
    return absl::OkStatus();
  }

  absl::Status WriteBeginning(const Path& path) {
    switch (path.start) {
      case Path::Start::kForeign:
        return absl::OkStatus();
      case Path::Start::kAbsolute:
        return WriteCode(path);
      case Path::Start::kRelative:
        if (path.scope.kind == Scope::Kind::kNode || StaysRelative(path)) break;
        return WriteCode(path);
      case Path::Start::kCurrent:
        if (!StaysRelative(path)) return WriteCode(path);
        if (path.at == path.origin && !ComesBack(path)) {
          out_ += "current()";
          return absl::OkStatus();
        }
        out_ += "current()/";
        break;
    }
    out_ += RelativeSteps(path);
    return absl::OkStatus();
  }

  absl::Status WriteCode(const Path& path) {
    if (path.at == nullptr || path.at->code.empty()) {
      return Wrong(absl::StrCat("no question stands for ", path.at == nullptr
                                                               ? std::string("the form as a whole")
                                                               : path.at->Path()));
    }
    absl::StrAppend(&out_, "${", path.at->code, "}");
    return absl::OkStatus();
  }

  const FormTree& tree_;
  const ListNames& lists_;
  const FormNode& bound_;
  Scope scope_;
  std::vector<XpathToken> tokens_;
  std::size_t next_ = 0;
  std::vector<Frame> frames_;
  std::string out_;
  std::vector<std::string> missing_;
  std::vector<std::string> texts_;
  bool computes_text_ = false;
  int open_texts_ = 0;
  // How many ids of texts were written as the texts, and where the last of them ends.
  int text_ids_ = 0;
  std::size_t text_id_end_ = 0;
};

}  // namespace

absl::StatusOr<RewrittenXpath> PathRewriter::Rewrite(absl::string_view expression,
                                                     const FormNode& context) const {
  absl::StatusOr<std::vector<XpathToken>> tokens = TokenizeXpath(expression);
  if (!tokens.ok()) return tokens.status();
  return Rewriting(*tree_, *lists_, context, Scope(), *std::move(tokens)).Run();
}

absl::StatusOr<RewrittenXpath> PathRewriter::RewriteFilter(absl::string_view predicate,
                                                           const FormNode& context) const {
  absl::StatusOr<std::vector<XpathToken>> tokens = TokenizeXpath(predicate);
  if (!tokens.ok()) return tokens.status();
  Scope scope;
  scope.kind = Scope::Kind::kForeign;
  return Rewriting(*tree_, *lists_, context, scope, *std::move(tokens)).Run();
}

absl::string_view OnlyCode(absl::string_view expression) {
  if (!absl::ConsumePrefix(&expression, "${") || !absl::ConsumeSuffix(&expression, "}")) return "";
  return expression.find('}') == absl::string_view::npos ? expression : absl::string_view();
}

}  // namespace lotse::survey::xforms
