#include "services/survey/qualitative/material/kept_material.h"

#include <algorithm>
#include <iterator>

namespace lotse::survey::qualitative {

KeptMaterial::Ready KeptMaterial::Find(const std::string& study, const std::string& part,
                                       int64_t state) {
  absl::MutexLock lock(&mutex_);
  const auto entry = entries_.find(Key(study, part));
  if (entry == entries_.end() || entry->second.state != state) return nullptr;
  used_.splice(used_.begin(), used_, entry->second.at);
  std::list<Key>& of_study = studies_.at(study).used;
  of_study.splice(of_study.begin(), of_study, entry->second.at_of_study);
  return entry->second.ready;
}

void KeptMaterial::Keep(const std::string& study, const std::string& part, int64_t state,
                        Ready ready) {
  std::vector<Ready> gone;
  const size_t size = ready->bytes();
  const Key key(study, part);
  absl::MutexLock lock(&mutex_);
  const auto former = entries_.find(key);
  if (former != entries_.end()) TakeOut(former, &gone);
  if (size > std::min(budget_, share_)) return;
  while (BytesOf(study) + size > share_) {
    TakeOut(entries_.find(studies_.at(study).used.back()), &gone);
  }
  while (bytes_ + size > budget_) TakeOut(entries_.find(used_.back()), &gone);
  Parts& parts = studies_[study];
  used_.push_front(key);
  parts.used.push_front(key);
  entries_.emplace(key, Entry{std::move(ready), state, size, used_.begin(), parts.used.begin()});
  parts.bytes += size;
  bytes_ += size;
}

void KeptMaterial::Drop(const std::string& study) {
  std::vector<Ready> gone;
  absl::MutexLock lock(&mutex_);
  auto entry = entries_.lower_bound(Key(study, ""));
  while (entry != entries_.end() && entry->first.first == study) {
    const auto next = std::next(entry);
    TakeOut(entry, &gone);
    entry = next;
  }
}

size_t KeptMaterial::bytes() const {
  absl::MutexLock lock(&mutex_);
  return bytes_;
}

size_t KeptMaterial::BytesOf(const std::string& study) const {
  const auto parts = studies_.find(study);
  return parts == studies_.end() ? 0 : parts->second.bytes;
}

void KeptMaterial::TakeOut(std::map<Key, Entry>::iterator entry, std::vector<Ready>* gone) {
  bytes_ -= entry->second.bytes;
  used_.erase(entry->second.at);
  const auto parts = studies_.find(entry->first.first);
  parts->second.bytes -= entry->second.bytes;
  parts->second.used.erase(entry->second.at_of_study);
  if (parts->second.used.empty()) studies_.erase(parts);
  gone->push_back(std::move(entry->second.ready));
  entries_.erase(entry);
}

}  // namespace lotse::survey::qualitative
