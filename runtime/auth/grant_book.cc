#include "runtime/auth/grant_book.h"

#include <algorithm>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "runtime/schema/address.h"
#include "runtime/types/date.h"

namespace lotse::auth {
namespace {

const std::string& HolderOf(const Grant& grant) {
  return grant.subject().empty() ? grant.group() : grant.subject();
}

}  // namespace

Right RightOf(const Grant& grant) {
  return {
      std::string(schema::ParentOf(grant.name())), grant.role(),
      grant.has_expire_time() ? types::FromTimestamp(grant.expire_time()) : absl::InfiniteFuture(),
      grant.name()};
}

void GrantBook::Replace(const std::vector<Grant>& grants) {
  absl::MutexLock lock(&mutex_);
  grants_.clear();
  of_subject_.clear();
  of_group_.clear();
  for (const Grant& grant : grants) Insert(grant);
  complete_ = true;
}

void GrantBook::Set(const Grant& grant) {
  absl::MutexLock lock(&mutex_);
  Erase(grant.name());
  Insert(grant);
}

void GrantBook::Remove(absl::string_view name) {
  absl::MutexLock lock(&mutex_);
  Erase(name);
}

bool GrantBook::complete() const {
  absl::MutexLock lock(&mutex_);
  return complete_;
}

GrantBook::ByHolder& GrantBook::Holders(const Grant& grant) {
  return grant.subject().empty() ? of_group_ : of_subject_;
}

void GrantBook::Insert(const Grant& grant) {
  Holders(grant)[HolderOf(grant)][grant.name()] = RightOf(grant);
  grants_[grant.name()] = grant;
}

void GrantBook::Erase(absl::string_view name) {
  const auto it = grants_.find(name);
  if (it == grants_.end()) return;
  ByHolder& holders = Holders(it->second);
  const auto holder = holders.find(HolderOf(it->second));
  holder->second.erase(it->first);
  if (holder->second.empty()) holders.erase(holder);
  grants_.erase(it);
}

void GrantBook::AddRights(absl::string_view subject, const std::vector<std::string>& groups,
                          std::vector<Right>* rights) const {
  absl::MutexLock lock(&mutex_);
  const auto add = [&](const ByHolder& holders, absl::string_view holder) {
    const auto it = holders.find(holder);
    if (it == holders.end()) return;
    for (const auto& [name, right] : it->second) rights->push_back(right);
  };
  add(of_subject_, subject);
  for (const std::string& group : groups) add(of_group_, group);
}

std::vector<Grant> GrantBook::At(absl::string_view name, absl::Time now) const {
  absl::MutexLock lock(&mutex_);
  std::vector<Grant> out;
  // Every second part ends the name of something that may have grants.
  for (size_t end = 0, parts = 1; end != absl::string_view::npos; ++parts) {
    end = name.find('/', end == 0 ? 0 : end + 1);
    if (parts % 2 != 0) continue;
    const std::string below = absl::StrCat(name.substr(0, end), "/grants/");
    for (auto it = grants_.lower_bound(below);
         it != grants_.end() && absl::StartsWith(it->first, below); ++it) {
      if (now < RightOf(it->second).until) out.push_back(it->second);
    }
  }
  std::sort(out.begin(), out.end(),
            [](const Grant& a, const Grant& b) { return a.name() < b.name(); });
  return out;
}

}  // namespace lotse::auth
