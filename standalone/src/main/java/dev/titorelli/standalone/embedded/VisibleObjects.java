package dev.titorelli.standalone.embedded;

import java.util.List;
import java.util.Set;
import org.gaul.s3proxy.blobstore.BlobStore;
import org.gaul.s3proxy.blobstore.ForwardingBlobStore;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Request;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Response;

/** Leaves out of lists what the folder's own store keeps beside the objects, so that nobody copies or deletes it with them. */
final class VisibleObjects extends ForwardingBlobStore {

    private static final Set<String> HIDDEN = Set.of(".incoming/", ".metadata/");

    VisibleObjects(BlobStore all) {
        super(all);
    }

    /** A page may be shorter than asked for, yet is empty only at the end: clients take an empty one for the last. */
    @Override
    public ListObjectsV2Response list(ListObjectsV2Request request) {
        ListObjectsV2Response page = visible(super.list(request));
        while (isEmpty(page) && page.nextContinuationToken() != null) {
            page = visible(super.list(request.toBuilder()
                    .continuationToken(page.nextContinuationToken())
                    .build()));
        }
        return page;
    }

    private static ListObjectsV2Response visible(ListObjectsV2Response page) {
        return page.toBuilder()
                .contents(page.contents().stream()
                        .filter(object -> isVisible(object.key()))
                        .toList())
                .commonPrefixes(page.commonPrefixes().stream()
                        .filter(prefix -> isVisible(prefix.prefix()))
                        .toList())
                .build();
    }

    private static boolean isEmpty(ListObjectsV2Response page) {
        return List.of(page.contents(), page.commonPrefixes()).stream().allMatch(List::isEmpty);
    }

    private static boolean isVisible(String key) {
        return HIDDEN.stream().noneMatch(key::startsWith);
    }
}
