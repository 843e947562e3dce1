/**
 * The clouds over HTTP: Huawei Cloud EVS and OpenStack Cinder. The only package that knows OkHttp.
 *
 * <h2>Terminology</h2>
 *
 * <ul>
 *   <li><b>dialect</b>: what one cloud calls things that all have.
 *   <li><b>reading</b>: snapshot and volume as the cloud shows them.
 *   <li><b>error body</b>: what comes with a status of 400 or more; many shapes, one reader.
 *   <li><b>gateway</b>: the API gateway before EVS; what it refuses was never executed.
 * </ul>
 */
@NullMarked
package io.rollbackworker.cloud;

import org.jspecify.annotations.NullMarked;
