#include "services/engagement/app/codes.h"

#include <map>
#include <string>
#include <vector>

#include "absl/algorithm/container.h"
#include "absl/functional/function_ref.h"
#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "lotse/engagement/v1alpha/code_list.pb.h"
#include "lotse/type/v1alpha/code.pb.h"
#include "runtime/rpc/error.h"
#include "services/engagement/domain/violation.h"

namespace lotse::engagement {
namespace {

using google::protobuf::FieldDescriptor;
using google::protobuf::Message;
using type::v1alpha::Code;
using v1alpha::CodeList;

constexpr int kHinted = 5;

using Take = absl::FunctionRef<void(const std::string& path, const Code& code)>;

void WalkCodes(const Message& message, const std::string& path, Take take) {
  if (message.GetDescriptor() == Code::descriptor()) {
    Code code;
    code.CopyFrom(message);
    return take(path, code);
  }
  const auto* reflection = message.GetReflection();
  std::vector<const FieldDescriptor*> fields;
  reflection->ListFields(message, &fields);
  for (const FieldDescriptor* field : fields) {
    if (field->cpp_type() != FieldDescriptor::CPPTYPE_MESSAGE) continue;
    const std::string below = absl::StrCat(path, ".", field->name());
    if (!field->is_repeated()) {
      WalkCodes(reflection->GetMessage(message, field), below, take);
      continue;
    }
    for (int i = 0; i < reflection->FieldSize(message, field); ++i) {
      WalkCodes(reflection->GetRepeatedMessage(message, field, i), absl::StrCat(below, "[", i, "]"),
                take);
    }
  }
}

// The lists that were read, by name.
class Lists {
 public:
  explicit Lists(resource::Tx* tx) : tx_(*tx) {}

  // Null if the caller knows no such list.
  absl::StatusOr<const CodeList*> Get(const std::string& name) {
    const auto [entry, is_new] = read_.try_emplace(name);
    if (is_new) {
      const absl::Status loaded =
          tx_.view().Knows(name) ? tx_.Load(name, &entry->second) : rpc::NotFound(name);
      if (!loaded.ok() && !absl::IsNotFound(loaded)) return loaded;
    }
    return entry->second.name().empty() ? nullptr : &entry->second;
  }

 private:
  resource::Tx& tx_;
  std::map<std::string, CodeList> read_;
};

bool Has(const CodeList& list, const std::string& code) {
  return absl::c_any_of(list.entries(), [&](const auto& entry) { return entry.code() == code; });
}

// What to give instead.
rpc::Wording HintOf(const CodeList& list) {
  std::string codes;
  for (int i = 0; i < list.entries_size() && i < kHinted; ++i) {
    absl::StrAppend(&codes, i == 0 ? "" : ", ", list.entries(i).code());
  }
  rpc::Wording hint = {
      absl::StrCat("steht nicht in ", list.name(), "; einen ihrer Codes angeben: ", codes),
      absl::StrCat("not in ", list.name(), "; give one of its codes: ", codes)};
  if (const int more = list.entries_size() - kHinted; more > 0) {
    absl::StrAppend(&hint.de, " und ", more, " weitere");
    absl::StrAppend(&hint.en, " and ", more, " more");
  }
  return hint;
}

}  // namespace

absl::Status CheckCodesExist(resource::Tx& tx, const Message& resource) {
  Lists lists(&tx);
  rpc::FieldViolations violations;
  absl::Status failed;
  const schema::Kind* kind = tx.schema().KindOf(resource.GetDescriptor());
  WalkCodes(resource, kind == nullptr ? "" : kind->singular,
            [&](const std::string& path, const Code& code) {
              const absl::StatusOr<const CodeList*> list = lists.Get(code.list());
              if (!list.ok()) {
                failed = list.status();
              } else if (*list == nullptr) {
                violations.push_back(Violation(
                    path + ".list", {"diese Liste gibt es nicht; den Namen einer Codeliste angeben",
                                     "no such list; give the name of one"}));
              } else if (!Has(**list, code.code())) {
                violations.push_back(Violation(path + ".code", HintOf(**list)));
              }
            });
  if (!failed.ok()) return failed;
  return rpc::InvalidFields(violations);
}

}  // namespace lotse::engagement
